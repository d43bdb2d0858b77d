"""What happens around the installation of the addon."""

from .books.intercompany_memory import remember


def uninstall_hook(env):
    """Keep journals and due-to and due-from accounts findable for a new start."""
    remember(env)
