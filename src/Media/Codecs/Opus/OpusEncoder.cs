using System.Collections.Concurrent;

namespace RtcCluster.Media.Codecs.Opus;

/// <summary>
/// Encodes telephone speech, one channel of 8 kHz, at 24 kbit/s: complexity 5, in-band FEC, no DTX. One thread at a time; allocates nothing per packet.
/// Its native state, which is dear to make, is pooled: <see cref="Dispose"/> gives it back.
/// </summary>
public sealed class OpusEncoder : IDisposable
{
    /// <summary>Samples per second that go in.</summary>
    public const int SampleRate = 8000;

    /// <summary>Room that any packet of 20 ms fits into: five times what the bit rate needs.</summary>
    public const int MaxPacket = 300;

    // A shard at its limit of calls has some hundred transcoded legs; what is more than that is made anew.
    private const int Kept = 256;
    private const int Bitrate = 24_000;
    private const int Complexity = 5;

    // FEC is spent only when loss is expected; 5 % is a poor wireless network.
    private const int ExpectedLossPercent = 5;

    private static readonly ConcurrentBag<OpusEncoderHandle> Pool = [];
    private OpusEncoderHandle? _state;

    /// <summary>Takes a state from the pool or makes one.</summary>
    /// <exception cref="DllNotFoundException">See <see cref="OpusLibrary.IsAvailable"/>.</exception>
    public OpusEncoder() => _state = Pool.TryTake(out var pooled) ? pooled : Make();

    /// <summary>Encodes 2.5, 5, 10, 20, 40 or 60 ms; returns the packet's bytes, 0 or less when the samples are of no such length.</summary>
    public unsafe int Encode(ReadOnlySpan<short> samples, Span<byte> packet)
    {
        ObjectDisposedException.ThrowIf(_state is null, this);
        fixed (short* from = samples)
        fixed (byte* to = packet)
        {
            return OpusNative.Encode(_state, from, samples.Length, to, packet.Length);
        }
    }

    /// <summary>Forgets what was said.</summary>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_state is null, this);
        _ = OpusNative.ControlEncoder(_state, OpusNative.ResetState, 0);
    }

    /// <summary>Gives the native state back; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_state is not { } state)
        {
            return;
        }

        _state = null;
        _ = OpusNative.ControlEncoder(state, OpusNative.ResetState, 0);
        if (Pool.Count < Kept)
        {
            Pool.Add(state);
        }
        else
        {
            state.Dispose();
        }
    }

    private static OpusEncoderHandle Make()
    {
        var state = OpusNative.CreateEncoder(SampleRate, 1, OpusNative.VoiceApplication, out var error);
        if (error != 0)
        {
            throw new InvalidOperationException($"opus_encoder_create: error {error}");
        }

        _ = OpusNative.ControlEncoder(state, OpusNative.SetBitrate, Bitrate);
        _ = OpusNative.ControlEncoder(state, OpusNative.SetComplexity, Complexity);
        _ = OpusNative.ControlEncoder(state, OpusNative.SetInbandFec, 1);
        _ = OpusNative.ControlEncoder(state, OpusNative.SetPacketLoss, ExpectedLossPercent);
        _ = OpusNative.ControlEncoder(state, OpusNative.SetDtx, 0);
        return state;
    }
}
