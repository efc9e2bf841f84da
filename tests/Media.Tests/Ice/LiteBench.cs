using RtcCluster.Media.Ice;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Tests.Ice;

/// <summary>A lite agent with its clock and the last answer it wrote.</summary>
internal sealed class LiteBench
{
    private readonly byte[] _answer = new byte[StunBinding.MaxAnswer];
    private int _length;

    public LiteBench() => Agent = new IceLite(IceLiteOptions.Default, Browser.Edge, Now);

    public Browser Browser { get; } = new();

    public IceLite Agent { get; }

    public long Now { get; private set; } = TimeSpan.TicksPerHour;

    public ReadOnlySpan<byte> Answer => _answer.AsSpan(0, _length);

    /// <summary>A bench whose browser is at home and nominated.</summary>
    public static LiteBench Connected()
    {
        var bench = new LiteBench();
        Assert.Equal(IceStatus.Accepted, bench.Receive(bench.Browser.Check(Browser.Edge), Browser.Home));
        Assert.Equal([(IceEffectKind.Selected, Browser.Home)], bench.Effects());
        return bench;
    }

    public void Pass(TimeSpan time) => Now += time.Ticks;

    public IceStatus Receive(ReadOnlySpan<byte> packet, in IceFlow source)
    {
        var verdict = Agent.Receive(packet, source, _answer, Now);
        _length = verdict.Length;
        return verdict.Status;
    }

    public List<(IceEffectKind Kind, IceFlow Flow)> Effects()
    {
        var effects = new List<(IceEffectKind, IceFlow)>();
        while (Agent.TryTake(out var effect))
        {
            effects.Add((effect.Kind, effect.Flow));
        }

        return effects;
    }

    /// <summary>The code of the last answer; 0 for none or a success.</summary>
    public int ErrorCode() => _length > 0 && StunReader.TryRead(Answer, out var answer) == StunStatus.Ok ? answer.ErrorCode : 0;
}
