"""The staff list: posts, leave, handovers, and who may change it."""

from storage.engine.rows import Lazy, Rows
from storage.staff.approvals import ApprovalRows
from storage.staff.handovers import HandoverRows
from storage.staff.leaves import LeaveRows
from storage.staff.staff import StaffRows


class StaffRoom(Rows):
    """What a unit of work opens here."""

    staff = Lazy(StaffRows)
    leaves = Lazy(LeaveRows)
    approvals = Lazy(ApprovalRows)
    handovers = Lazy(HandoverRows)
