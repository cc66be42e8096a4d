"""Makes the model from the sentences. It needs scikit-learn, which the running desk does not."""
