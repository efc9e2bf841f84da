using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Conversations;

/// <summary>Tells browsers at this edge what is new in the conversations of their users.</summary>
internal sealed class InboxWatch(IGrainFactory grains, EdgeIdentity identity, EdgeMetrics metrics) : UserWatch<BrowserInbox, InboxNews>("inbox", metrics)
{
    protected override async Task<InboxNews?> AskGrainAsync(UserId key) => await grains.GetGrain<IInboxGrain>(key.Key).Watch(identity.Edge);

    protected override long VersionOf(InboxNews news) => news.Version;

    protected override void Tell(BrowserInbox watcher, InboxNews news) => watcher.Changed(news);
}
