using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Mixing;

/// <summary>One member of a mix: its voice on the way in, and what it is given to hear.</summary>
internal sealed class MixerPort(MixerOptions options)
{
    private const int Narrow = PayloadKinds.TelephoneRate;

    private readonly PlayoutStream _voice = new(options.Jitter, options.Codecs);
    private readonly short[] _narrow = new short[Mixer.NarrowFrame];
    private readonly short[] _wide = new short[Mixer.WideFrame];
    private HalfBand? _resampler;
    private int _resampledFrom;
    private int _gain = FrameMath.Unity;
    private MemberLevel _level;
    private byte[] _own = [];

    public MemberLevel Level => _level;

    public PlayoutStream Voice => _voice;

    /// <summary>Whether something of it is heard in this frame.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether this is its last frame.</summary>
    public bool IsLeaving { get; set; }

    public bool IsMuted { get; set; }

    public int Gain { get; set; } = FrameMath.Unity;

    /// <summary>Whom it may hear from now on.</summary>
    public ulong Hears { get; set; }

    /// <summary>Whom it could hear in the frame before.</summary>
    public ulong Heard { get; set; }

    public IFrameEncoder? Encoder { get; private set; }

    public PayloadKind Codec { get; private set; }

    /// <summary>What it is sent in this frame.</summary>
    public ReadOnlyMemory<byte> Payload { get; set; }

    public void Receive(in RtpHeader header, PayloadKind kind, ReadOnlySpan<byte> payload, long now) => _voice.Receive(header, kind, payload, now);

    public void Listen(PayloadKind codec)
    {
        if (codec != Codec)
        {
            Codec = codec;
            (Encoder as IDisposable)?.Dispose();
            Encoder = options.Codecs.Encoder(codec);
            Payload = default;
        }
    }

    /// <summary>Gives back what its codecs hold.</summary>
    public void Close()
    {
        (Encoder as IDisposable)?.Dispose();
        _voice.Close();
    }

    /// <summary>Takes the next 20 ms of its voice.</summary>
    public void Pull(bool wantsWide, long now)
    {
        Span<short> room = stackalloc short[Mixer.WideFrame];
        var goal = IsMuted || IsLeaving ? 0 : Gain;
        IsActive = _voice.Fill(room, now) && (_gain | goal) != 0;
        var frame = room[..(_voice.Rate / Mixer.FramesPerSecond)];
        if (IsActive)
        {
            if (_gain != FrameMath.Unity || goal != FrameMath.Unity)
            {
                FrameMath.Scale(frame, _gain, goal);
            }

            Keep(frame, wantsWide);
        }

        _gain = goal;
        _level.Hear(IsActive ? frame : default);
    }

    public ReadOnlySpan<short> Frame(int rate) => rate == Narrow ? _narrow : _wide;

    /// <summary>Encodes a frame for this member alone.</summary>
    public void Encode(ReadOnlySpan<short> frame)
    {
        if (_own.Length == 0)
        {
            _own = new byte[Mixer.MaxPayload];
        }

        Payload = _own.AsMemory(0, Encoder!.Encode(frame, _own));
    }

    /// <summary>Each rate that somebody listens at is made once a voice and not once a listener: sums of filtered frames are filtered sums.</summary>
    private void Keep(ReadOnlySpan<short> frame, bool wantsWide)
    {
        var isNarrow = frame.Length == Mixer.NarrowFrame;
        frame.CopyTo(isNarrow ? _narrow : _wide);
        if (isNarrow && !wantsWide)
        {
            return;
        }

        if (_resampler is null || _resampledFrom != frame.Length)
        {
            (_resampler, _resampledFrom) = (new HalfBand(), frame.Length);
        }

        if (isNarrow)
        {
            _resampler.Up(frame, _wide);
        }
        else
        {
            _resampler.Down(frame, _narrow);
        }
    }
}
