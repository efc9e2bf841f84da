using System.Collections.Immutable;
using System.Net;
using System.Text;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using LegId = RtcCluster.Contracts.Ids.LegId;

namespace RtcCluster.Edge.Calls;

/// <summary>Whether a telephone can be reached from another edge than the one that has its dialog.</summary>
/// <remarks>
/// What opened a connection to this edge is behind it: its Contact names a port that nobody may listen at. A NAT knows this edge's address alone, and shows itself by a Contact
/// that is not where the telephone's messages come from. A firewall shows itself by nothing.
/// </remarks>
internal static class LegReach
{
    /// <summary>The legs that this edge alone can reach.</summary>
    /// <param name="shard">The call's shard.</param>
    /// <param name="established">Its answered legs; asked on its thread.</param>
    public static async Task<ImmutableArray<LegId>> NearAsync(SipShard shard, Func<IReadOnlyList<SignalledLeg>> established)
    {
        var legs = await On(shard, established).ConfigureAwait(false);
        var near = await Task.WhenAll(legs.Select(async leg => (leg.Leg, Near: await On(leg.Home.Shard, () => leg.Home.Shard.Agent.Snapshot(leg.Agent) is { } dialog && IsNear(dialog)).ConfigureAwait(false))))
            .ConfigureAwait(false);
        return [.. near.Where(leg => leg.Near).Select(leg => leg.Leg)];
    }

    /// <summary>True when no other edge can reach the party of a dialog, as far as the dialog shows.</summary>
    public static bool IsNear(ReadOnlySpan<byte> snapshot) =>
        DialogSnapshot.TryRead(snapshot, out var dialog)
        && (dialog!.Transport != SipTransport.Udp || (dialog.Routes.Count == 0 && IsBehindNat(dialog)));

    private static bool IsBehindNat(DialogSnapshot dialog) =>
        IPEndPoint.TryParse(dialog.Remote, out var remote)
        && SipUri.TryParse(Encoding.UTF8.GetBytes(dialog.RemoteTarget), out var contact)
        && IPAddress.TryParse(Encoding.UTF8.GetString(contact.Address), out var address)
        && !address.Equals(remote.Address);

    private static Task<T> On<T>(SipShard shard, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        shard.Post(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
                throw;
            }
        });
        return done.Task;
    }
}
