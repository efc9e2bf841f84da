using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>
/// A telephone that does not answer its new edge is looked for: one whose connection died with the edge, or that is behind a NAT, comes back by registering, and is asked by the way that it came.
/// One that could not be asked at all is asked again: an address that edges share may come to the new edge after the call.
/// </summary>
/// <remarks>That a user has registered anew does not say with which device. The wrong one answers that it knows of no such call, and the next is asked.</remarks>
internal static class Seeking
{
    /// <summary>How often it is looked; a telephone's answer to what it can read takes less.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>How long a way that it came by is tried before another one is.</summary>
    internal static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);

    private const int NoSuchCall = 481;

    /// <summary>A telephone goes to another edge for its signalling.</summary>
    public static void Begin(CallTurn turn, CallLeg leg)
    {
        // Over a connection it can only come by itself, and may have done so before the call knew of anything.
        leg.SeekAt = turn.Now + (leg.Transport is null or "udp" ? Every : TimeSpan.Zero);
        leg.Sought = null;
        leg.AskedAgain = false;
    }

    /// <summary>The users of whom it is to be asked where they are registered.</summary>
    public static IEnumerable<UserId> Whom(CallState state, DateTimeOffset now) =>
        state.Legs.Where(leg => leg.SeeksAt <= now).Select(static leg => leg.Party.User).OfType<UserId>().Distinct();

    /// <summary>Time passed: asks those who are late.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="devices">Where the devices of their users are that only one edge can reach.</param>
    public static void Check(CallTurn turn, IReadOnlyDictionary<UserId, ImmutableArray<DialTarget>>? devices)
    {
        foreach (var leg in turn.State.Legs.Where(leg => leg.SeeksAt <= turn.Now).ToArray())
        {
            leg.SeekAt = turn.Now + Every;
            var known = leg.Party.User is { } user && devices?.TryGetValue(user, out var found) is true ? found : [];
            var target = Next(leg, known);
            if (target is not null || CanBeAsked(leg))
            {
                Ask(turn, leg, target);
            }
        }
    }

    /// <summary>True for the end of a dialog that only says that the telephone was not reached by the way that was tried.</summary>
    public static bool IsUnreached(CallLeg leg, EndCause cause) =>
        leg is { MovedUntil: not null, Live: true } && cause.Kind is not EndKind.Hangup && (cause.SipCode is 408 or 503 || (cause.SipCode == NoSuchCall && leg.Sought is { Count: > 0 }));

    // A way that was not tried yet; when what was tried has failed, any.
    private static DialTarget? Next(CallLeg leg, ImmutableArray<DialTarget> devices)
    {
        var likely = devices.Where(static device => !device.IsBrowser && device.Trunk is null).OrderByDescending(device => device.Transport == leg.Transport).ToList();
        return likely.Find(device => leg.Sought?.Contains(WayOf(device)) is not true) ?? (CanBeAsked(leg) && likely.Count > 0 ? likely[leg.Moves % likely.Count] : null);
    }

    private static void Ask(CallTurn turn, CallLeg leg, DialTarget? target)
    {
        leg.SeekAt = turn.Now + AnswerTime;
        leg.AskedAgain = true;
        if (target is not null)
        {
            leg.Sought = [.. (leg.Sought ?? []).Append(WayOf(target)).Distinct()];
        }

        var elsewhere = target is not null && target.Edge != leg.Edge;
        if (elsewhere)
        {
            turn.ToLeg(leg, new ReleaseLeg(leg.Id));
            leg.Edge = target!.Edge;
            leg.LocalSdp = null;
        }

        turn.ToLeg(leg, new AdoptDialog(leg.Id, leg.Snapshot!, ++leg.Moves, leg.Incoming, leg.Party.Trunk, target, Again: true));
        if (LegWork.Description(turn, leg) is { } body)
        {
            turn.ToLeg(leg, new ReofferLeg(leg.Id, body));
        }
        else if (elsewhere && leg.MediaOpen)
        {
            // The anchor's description has to travel now.
            turn.ToAnchor(new ReofferMedia(leg.Id, null, ReportSdp: true));
        }

        turn.Save();
    }

    // What was tried has failed, and nothing else is being tried.
    private static bool CanBeAsked(CallLeg leg) => leg is { Unreached: true, AskedAgain: false };

    private static string WayOf(DialTarget device) => $"{device.Edge.Value} {device.Transport} {device.Address} {device.Flow}";
}
