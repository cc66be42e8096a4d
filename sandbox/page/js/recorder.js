// Recording a voice message with the browser's own recorder.

const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

/** Whether this browser could record at all (it also needs permission). */
export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

/** Ask for the microphone and begin; gives {finish() → {file, seconds}, cancel()}. Throws if it is not allowed. */
export async function startRecording() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
  const parts = [];
  const began = performance.now();
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.start();
  const stop = () => new Promise((resolve) => {
    recorder.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      resolve();
    });
    recorder.stop();
  });
  return { cancel: stop, finish: () => stop().then(() => packed(parts, recorder.mimeType, began)) };
}

function packed(parts, mime, began) {
  const plain = mime.split(";")[0] || "audio/ogg";
  const ending = { "audio/ogg": "ogg", "audio/webm": "webm", "audio/mp4": "m4a" }[plain] || "ogg";
  const seconds = Math.max(1, Math.round((performance.now() - began) / 1000));
  return { file: new File(parts, `voice.${ending}`, { type: plain }), seconds };
}
