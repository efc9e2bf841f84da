using RtcCluster.Media.Codecs;
using RtcCluster.Media.Fax;

namespace RtcCluster.Media.Tests.Fax;

/// <summary>Two sessions that hear each other in G.711, frame by frame and as fast as the machine can.</summary>
internal sealed class FaxWire(FaxSession caller, FaxSession called, double loss = 0, int seed = 1)
{
    private readonly Random _random = new(seed);
    private readonly short[] _toCalled = new short[FaxSession.FrameSamples];
    private readonly short[] _toCaller = new short[FaxSession.FrameSamples];

    public List<FaxEvent> Caller { get; } = [];

    public List<FaxEvent> Called { get; } = [];

    public FaxResult? CallerResult => Caller.OfType<FaxEvent.Ended>().SingleOrDefault()?.Result;

    public FaxResult? CalledResult => Called.OfType<FaxEvent.Ended>().SingleOrDefault()?.Result;

    /// <summary>The pages that were received when all was over.</summary>
    public IReadOnlyList<FaxPage> Received
    {
        get
        {
            if (Called.OfType<FaxEvent.Pages>().LastOrDefault() is not { } last)
            {
                return [];
            }

            Assert.Equal(FaxTiffStatus.Ok, FaxTiff.TryRead(last.Tiff, FaxLimits.Default, out var pages));
            return [.. pages.Take(last.Count)];
        }
    }

    /// <summary>Runs until both are over, or until so much time has passed on the wire.</summary>
    public void Run(TimeSpan longest, Func<bool>? until = null)
    {
        var frame = new short[FaxSession.FrameSamples];
        for (var frames = (int)(longest.TotalMilliseconds / 20); frames > 0 && !(caller.IsOver && called.IsOver) && until?.Invoke() is not true; frames--)
        {
            caller.Run(_toCaller, frame);
            Carry(frame, _toCalled);
            called.Run(_toCalled, frame);
            Carry(frame, _toCaller);
            Take(caller, Caller);
            Take(called, Called);
        }
    }

    public void HangUp()
    {
        caller.HangUp();
        called.HangUp();
        Take(caller, Caller);
        Take(called, Called);
    }

    private static void Take(FaxSession session, List<FaxEvent> events)
    {
        while (session.TryTake(out var happened))
        {
            events.Add(happened!);
        }
    }

    private void Carry(ReadOnlySpan<short> said, Span<short> heard)
    {
        Span<byte> encoded = stackalloc byte[FaxSession.FrameSamples];
        G711.Encode(PayloadKind.Pcmu, said, encoded);
        if (_random.NextDouble() < loss)
        {
            heard.Clear();
        }
        else
        {
            G711.Decode(PayloadKind.Pcmu, encoded, heard);
        }
    }
}
