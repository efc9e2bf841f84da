using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Lines;

/// <summary>What a line of the directory does when it is called; pure.</summary>
internal static class LineMachine
{
    /// <summary>The plan for a line that needs nobody else to be asked; null for one that rings a user, that leads through a flow of the directory, to slots, or to somebody's fax.</summary>
    public static RoutePlan? Decide(Line line) => line switch
    {
        { Enabled: false } => Refuse(LineFailures.Disabled),
        { Kind: LineKind.User } => null,
        { Kind: LineKind.Menu, Target.Length: > 0 } => null,
        { Kind: LineKind.Park or LineKind.ParkSlot } => null,
        { Kind: LineKind.Fax, Target.Length: > 0 } => null,
        { Kind: LineKind.Echo } => new PlayRoute(CallDirection.Internal, Records(line), MediaSource.Echo),
        { Kind: LineKind.HoldMusic } => new PlayRoute(CallDirection.Internal, Records(line), MediaSource.HoldMusic),
        { Kind: LineKind.Queue, Target.Length: > 0 } => new QueueRoute(CallDirection.Internal, Records(line), new QueueId(new TenantId(line.TenantId), line.Target)),
        { Kind: LineKind.Conference, Target.Length: > 0 } => new RoomRoute(CallDirection.Internal, false, new RoomId(new TenantId(line.TenantId), line.Target)),
        { Kind: LineKind.Did } => new RedirectRoute(CallDirection.Internal, Records(line), line.Target),
        _ => Refuse(LineFailures.NotAvailable(line.Kind.ToString())),
    };

    /// <summary>The plan for a user's line, now that the user has said where the devices are.</summary>
    public static RoutePlan Ring(Line line, RingPlan user) => user switch
    {
        { Forward: { } to } => new RedirectRoute(CallDirection.Internal, Records(line), to, user.Party.User),
        { Refusal: { } refusal } => Refuse(refusal),
        _ => new RingRoute(CallDirection.Internal, Records(line), user.Party, user.Targets, user.RingSeconds ?? line.RingSeconds, user.Otherwise, user.FollowsAtOnce),
    };

    /// <summary>A refusal.</summary>
    public static RefuseRoute Refuse(CallFailure failure) => new(CallDirection.Internal, false, failure);

    /// <summary>The trunks that a number may go out by, the most specific first.</summary>
    /// <remarks>Lines of the directory with a prefix decide; where none matches, trunks whose own number rules do, then trunks that have none.</remarks>
    public static IReadOnlyList<OutboundTrunk> Trunks(string number, IEnumerable<Line> lines, IEnumerable<Trunk> trunks)
    {
        var enabled = trunks.Where(trunk => trunk.Enabled).OrderBy(trunk => trunk.Name, StringComparer.Ordinal).ToList();
        var byLine = lines
            .Where(line => line is { Kind: LineKind.TrunkOut, Enabled: true } && Matches(line.Number, number))
            .OrderByDescending(line => line.Number.Length)
            .Where(line => enabled.Exists(trunk => trunk.Name == line.Target))
            .Select(line => new OutboundTrunk(line.Target, Records(line), line.RingSeconds));
        var byRule = enabled
            .Select(trunk => (trunk.Name, Length: trunk.NumberRules.Count == 0 ? 0 : trunk.NumberRules
                .Where(rule => Matches(rule.Pattern, number)).Select(rule => rule.Pattern.Length).DefaultIfEmpty(-1).Max()))
            .Where(match => match.Length >= 0)
            .OrderByDescending(match => match.Length)
            .Select(match => new OutboundTrunk(match.Name, true, DefaultRingSeconds));
        return [.. byLine.Concat(byRule).DistinctBy(trunk => trunk.Name)];
    }

    // Post-dial delay included; carriers end an unanswered call after one to three minutes.
    private const int DefaultRingSeconds = 90;

    private static bool Records(Line line) => line.Recording == RecordingPolicy.All;

    private static bool Matches(string pattern, string number) => pattern.EndsWith('*')
        ? number.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1))
        : pattern == number;
}

/// <summary>A trunk that may take a number.</summary>
/// <param name="Name">The trunk.</param>
/// <param name="Record">True when the call is recorded.</param>
/// <param name="RingSeconds">How long it may ring.</param>
internal sealed record OutboundTrunk(string Name, bool Record, int RingSeconds);
