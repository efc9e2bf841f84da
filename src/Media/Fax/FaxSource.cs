using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tones;

namespace RtcCluster.Media.Fax;

/// <summary>A fax machine as what a leg hears, and what hears the leg. It ends with its session, whose events are told as they happen.</summary>
/// <param name="session">The session; the source's alone.</param>
/// <param name="told">Takes events, on the thread of the media; <see cref="FaxEvent.Ended"/> is the last.</param>
public sealed class FaxSource(FaxSession session, Action<FaxEvent> told) : AudioSource, IDisposable
{
    // Of seconds that came at once: as much as the jitter buffer holds.
    private const int MostFrames = 400;

    private readonly FaxJitter _jitter = new();

    /// <summary>What was heard and what was not.</summary>
    public FaxJitter Heard => _jitter;

    /// <inheritdoc/>
    public override bool IsModem => true;

    /// <inheritdoc/>
    public override void Hear(in RtpHeader header, PayloadKind kind, ReadOnlySpan<byte> payload) => _jitter.Put(header, kind, payload);

    /// <inheritdoc/>
    public override bool Fill(Span<short> frame)
    {
        frame.Clear();
        if (session.IsOver)
        {
            return false;
        }

        Span<short> heard = stackalloc short[FaxSession.FrameSamples];
        _jitter.Tick();
        for (var i = 0; i < MostFrames && _jitter.TryTake(heard); i++)
        {
            session.Hear(heard);
        }

        session.Say(frame);
        Tell();
        return true;
    }

    /// <summary>The other machine has gone, or we go; what is confirmed is told. A second call does nothing.</summary>
    public void HangUp()
    {
        session.HangUp();
        Tell();
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private void Tell()
    {
        while (session.TryTake(out var happened))
        {
            told(happened!);
        }
    }
}
