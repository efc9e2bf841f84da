using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Rooms;

/// <summary>Counts the wrong PINs of a room's callers: after <see cref="Most"/> within an hour a caller is asked no more.</summary>
/// <remarks>It is forgotten when the room's grain goes elsewhere, as the count of a voicemail box is.</remarks>
internal sealed class PinTally
{
    /// <summary>So many may a caller give wrong.</summary>
    public const int Most = 10;

    /// <summary>So long does a wrong one count.</summary>
    public static readonly TimeSpan CountsFor = TimeSpan.FromHours(1);

    private readonly Dictionary<Party, List<DateTimeOffset>> _wrong = [];

    /// <summary>Whether the caller has given too many wrong ones.</summary>
    public bool IsBarred(Party caller, DateTimeOffset now) =>
        _wrong.TryGetValue(Source(caller), out var times) && times.Count(at => at + CountsFor > now) >= Most;

    /// <summary>The caller gave a wrong one.</summary>
    /// <returns>True when that was the last one that is taken.</returns>
    public bool Count(Party caller, DateTimeOffset now)
    {
        foreach (var (source, old) in _wrong)
        {
            old.RemoveAll(at => at + CountsFor <= now);
            if (old.Count == 0)
            {
                _wrong.Remove(source);
            }
        }

        if (!_wrong.TryGetValue(Source(caller), out var times))
        {
            _wrong.Add(Source(caller), times = []);
        }

        times.Add(now);
        return times.Count == Most;
    }

    // A user is one caller whatever the device; the name that a stranger's telephone shows is the stranger's own choice.
    private static Party Source(Party caller) => caller.User is { } user ? new Party("", User: user) : new Party(caller.Number, Trunk: caller.Trunk);
}
