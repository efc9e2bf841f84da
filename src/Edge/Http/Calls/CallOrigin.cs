using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Http.Calls;

/// <summary>Begins calls that a user asks for over HTTP: names the call, puts it into the edge's index, asks its grain.</summary>
internal sealed class CallOrigin(IGrainFactory grains, EdgeIdentity identity, LeaseKeeper lease, EdgeClock clock)
{
    /// <summary>Rings the user's own devices, then the target.</summary>
    /// <param name="user">Whose devices ring.</param>
    /// <param name="to">The target.</param>
    /// <param name="devices">Which of the user's devices ring first.</param>
    /// <param name="handsFree">Whether telephones are asked to answer by themselves.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="by">Who calls the user to it; null for the user's own wish.</param>
    /// <param name="name">What the target is called; null when it is known by its number.</param>
    public async Task<(CallId Call, CallReceipt Receipt)> StartAsync(
        UserId user, string to, OwnDevices devices, bool handsFree, CancellationToken ct, Party? by = null, string? name = null)
    {
        ct.ThrowIfCancellationRequested();
        if (!lease.IsHeld)
        {
            return (default, new CallReceipt(0, new CallFailure(503, "This edge is not ready; try again.", RetryAfterSeconds: 2)));
        }

        // The index comes first, so that somebody can tell the call when this process dies.
        var call = new CallId(user.Tenant, CallNames.New(clock.Utc));
        using var span = EdgeSpans.Asked(call, "Originate");
        await lease.TrackAsync(call);
        var receipt = await grains.GetGrain<ICallGrain>(call.Key).Originate(new CallOrigination
        {
            User = user,
            To = to.Trim(),
            Edge = identity.Edge,
            EdgeName = identity.Name,
            At = clock.Utc,
            Devices = devices,
            HandsFree = handsFree,
            By = by,
            Name = name,
        });
        if (receipt.Refusal is not null)
        {
            lease.Untrack(call);
        }

        return (call, receipt);
    }
}
