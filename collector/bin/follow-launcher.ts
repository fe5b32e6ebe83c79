// Loaded before each child's own code (`node --import`): when the launcher is gone, even by SIGKILL, its
// channel closes and the child ends as if it had been asked to. Without this a killed launcher leaves orphans.

process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone must not keep a child alive that has finished its work.
process.channel?.unref();
