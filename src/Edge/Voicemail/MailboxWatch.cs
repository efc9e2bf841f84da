using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Voicemail;

/// <summary>Lights the lamps at this edge: tells telephones and browsers how many messages their users have.</summary>
internal sealed class MailboxWatch(IGrainFactory grains, EdgeIdentity identity, EdgeMetrics metrics) : UserWatch<IMailboxWatcher, MailboxCounts>("mailbox", metrics)
{
    protected override async Task<MailboxCounts?> AskGrainAsync(UserId key) => await grains.GetGrain<IMailboxGrain>(key.Key).Watch(identity.Edge);

    protected override long VersionOf(MailboxCounts news) => news.Version;

    protected override void Tell(IMailboxWatcher watcher, MailboxCounts news) => watcher.Changed(news);
}
