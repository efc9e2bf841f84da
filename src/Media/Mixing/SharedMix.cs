using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Mixing;

/// <summary>What all who hear the same members hear in one frame: mixed once, and encoded once for each codec.</summary>
internal sealed class SharedMix
{
    private readonly short[] _frame = new short[Mixer.WideFrame];
    private readonly byte[]?[] _payloads = new byte[PayloadKinds.Count][];
    private readonly int[] _lengths = new int[PayloadKinds.Count];

    /// <summary>Who is in it.</summary>
    public ulong Speakers { get; private set; }

    public int Rate { get; private set; }

    public ReadOnlySpan<short> Frame => _frame.AsSpan(0, Rate / Mixer.FramesPerSecond);

    public Span<short> Begin(ulong speakers, int rate)
    {
        (Speakers, Rate) = (speakers, rate);
        Array.Clear(_lengths);
        return _frame.AsSpan(0, rate / Mixer.FramesPerSecond);
    }

    public ReadOnlyMemory<byte> Encoded(PayloadKind kind, IFrameEncoder encoder)
    {
        var payload = _payloads[(int)kind] ??= new byte[Mixer.MaxPayload];
        if (_lengths[(int)kind] == 0)
        {
            _lengths[(int)kind] = encoder.Encode(Frame, payload);
        }

        return payload.AsMemory(0, _lengths[(int)kind]);
    }
}
