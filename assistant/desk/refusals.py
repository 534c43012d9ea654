"""Why the desk turns somebody away. The messages are shown as they are, so they say what to do."""

from __future__ import annotations

from assistant.errors import Forbidden, TooMany


class SignInNeeded(Forbidden):
    """Nobody is signed in here, or login and password do not belong together."""

    def __init__(self, message: str = "请重新登录") -> None:
        super().__init__(message)


class NotAllowed(Forbidden):
    """Somebody is signed in, but this is not for them to do."""

    def __init__(self, message: str = "您的角色不能做这件事，请找班长或管理员") -> None:
        super().__init__(message)


class Locked(TooMany):
    """Too many wrong passwords; ``retry_after`` seconds until the next try."""

    def __init__(self, retry_after: int) -> None:
        minutes = max(1, -(-retry_after // 60))
        super().__init__(f"密码错了太多次，已锁定，请{minutes}分钟后再试，或请管理员重设密码", retry_after)
