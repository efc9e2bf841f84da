using System.Collections.Concurrent;

namespace RtcCluster.Media.Codecs.Opus;

/// <summary>
/// Decodes any Opus packet to one channel of 8 kHz, whatever its bandwidth and channels. One thread at a time; allocates nothing per packet.
/// Its native state is pooled: <see cref="Dispose"/> gives it back.
/// </summary>
public sealed class OpusDecoder : IDisposable
{
    /// <summary>Samples per second that come out.</summary>
    public const int SampleRate = 8000;

    /// <summary>Samples of the longest packet: 120 ms.</summary>
    public const int MaxSamples = SampleRate * 120 / 1000;

    private const int Kept = 256;
    private static readonly ConcurrentBag<OpusDecoderHandle> Pool = [];
    private OpusDecoderHandle? _state;

    /// <summary>Takes a state from the pool or makes one.</summary>
    /// <exception cref="DllNotFoundException">See <see cref="OpusLibrary.IsAvailable"/>.</exception>
    public OpusDecoder() => _state = Pool.TryTake(out var pooled) ? pooled : Make();

    /// <summary>Decodes a packet; returns how many samples, less than 0 when it is damaged or there is no room.</summary>
    public int Decode(ReadOnlySpan<byte> packet, Span<short> samples) => packet.IsEmpty ? -1 : Run(packet, samples, samples.Length);

    /// <summary>Fills samples with what may have been said in a packet that is lost; whole 2.5 ms.</summary>
    public int Conceal(Span<short> samples) => Run([], samples, samples.Length);

    /// <summary>Forgets what was heard.</summary>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_state is null, this);
        _ = OpusNative.ControlDecoder(_state, OpusNative.ResetState, 0);
    }

    /// <summary>Gives the native state back; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_state is not { } state)
        {
            return;
        }

        _state = null;
        _ = OpusNative.ControlDecoder(state, OpusNative.ResetState, 0);
        if (Pool.Count < Kept)
        {
            Pool.Add(state);
        }
        else
        {
            state.Dispose();
        }
    }

    private unsafe int Run(ReadOnlySpan<byte> packet, Span<short> samples, int room)
    {
        ObjectDisposedException.ThrowIf(_state is null, this);
        fixed (byte* from = packet)
        fixed (short* to = samples)
        {
            return OpusNative.Decode(_state, from, packet.Length, to, room, 0);
        }
    }

    private static OpusDecoderHandle Make()
    {
        var state = OpusNative.CreateDecoder(SampleRate, 1, out var error);
        return error == 0 ? state : throw new InvalidOperationException($"opus_decoder_create: error {error}");
    }
}
