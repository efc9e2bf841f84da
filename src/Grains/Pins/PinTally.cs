using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Pins;

/// <summary>Counts the wrong PINs of callers: after <see cref="Most"/> within an hour a caller is asked no more, after <see cref="MostOfStrangers"/> none who comes by that trunk. It is stored: whoever guesses is not forgotten with a process.</summary>
[GenerateSerializer, Alias("rtc.state.PinTally")]
internal sealed class PinTally
{
    /// <summary>So many may a caller give wrong.</summary>
    public const int Most = 10;

    /// <summary>So many may all callers of one trunk together give wrong: a stranger's telephone shows whatever number it likes.</summary>
    public const int MostOfStrangers = 30;

    /// <summary>So long does a wrong one count.</summary>
    public static readonly TimeSpan CountsFor = TimeSpan.FromHours(1);

    /// <summary>When each caller gave wrong ones (UTC).</summary>
    [Id(0)]
    public Dictionary<Party, List<DateTimeOffset>> Wrong { get; set; } = [];

    /// <summary>Whether the caller has given too many wrong ones.</summary>
    public bool IsBarred(Party caller, DateTimeOffset now) =>
        Counted(Source(caller), now) >= Most || (caller is { User: null, Trunk: { } trunk } && Counted(Strangers(trunk), now) >= MostOfStrangers);

    /// <summary>The caller gave a wrong one.</summary>
    /// <returns>True when that was the last one that is taken.</returns>
    public bool Count(Party caller, DateTimeOffset now)
    {
        foreach (var (source, old) in Wrong)
        {
            old.RemoveAll(at => at + CountsFor <= now);
            if (old.Count == 0)
            {
                Wrong.Remove(source);
            }
        }

        var own = Add(Source(caller), now);
        var strangers = caller is { User: null, Trunk: { } trunk } ? Add(Strangers(trunk), now) : 0;
        return own == Most || strangers == MostOfStrangers;
    }

    private int Counted(Party source, DateTimeOffset now) => Wrong.TryGetValue(source, out var times) ? times.Count(at => at + CountsFor > now) : 0;

    private int Add(Party source, DateTimeOffset now)
    {
        if (!Wrong.TryGetValue(source, out var times))
        {
            Wrong.Add(source, times = []);
        }

        times.Add(now);
        return times.Count;
    }

    private static Party Strangers(TrunkId trunk) => new("", Trunk: trunk);

    // A user is one caller whatever the device; the name that a stranger's telephone shows is the stranger's own choice.
    private static Party Source(Party caller) => caller.User is { } user ? new Party("", User: user) : new Party(caller.Number, Trunk: caller.Trunk);
}
