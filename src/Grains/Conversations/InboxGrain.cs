using Orleans.Placement;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Edges;

namespace RtcCluster.Grains.Conversations;

/// <summary>Tells the edges that have a user's browsers what is new, and keeps the user from sending more than a person can.</summary>
[RandomPlacement]
internal sealed class InboxGrain(InboxFan fan, TimeProvider time) : Grain, IInboxGrain
{
    private readonly EdgeWatchers _watchers = new();
    private readonly SendRate _rate = new(time.GetUtcNow());
    private readonly SendRate _invitations = new(time.GetUtcNow(), SendRate.InvitationBurst, SendRate.InvitationsPerSecond);
    private readonly SendRate _mails = new(time.GetUtcNow(), SendRate.InvitationBurst, SendRate.InvitationsPerSecond);
    private long _version = time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<InboxNews> Watch(EdgeId edge)
    {
        _watchers.Watch(edge, time.GetUtcNow());
        return Task.FromResult(new InboxNews(_version, [], [], []));
    }

    public Task Tell(InboxNews news)
    {
        _version++;
        fan.Tell(_watchers.Now(time.GetUtcNow()), new InboxChange(new UserId(this.GetPrimaryKeyString()), news with { Version = _version }));
        return Task.CompletedTask;
    }

    public Task<bool> MaySend() => Task.FromResult(_rate.TryTake(time.GetUtcNow()));

    public Task<bool> MayInvite() => Task.FromResult(_invitations.TryTake(time.GetUtcNow()));

    public Task<bool> MayMail() => Task.FromResult(_mails.TryTake(time.GetUtcNow()));
}
