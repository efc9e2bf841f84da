using System.Buffers;
using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Recording;

/// <summary>Two seconds that are still being filled, by position and in any order.</summary>
internal sealed class OpenChunk
{
    private const int Size = RecordingChunkHeader.ChunkSamples;

    private readonly PayloadKind[] _kinds = new PayloadKind[2];
    private readonly SlotMap[] _heard = new SlotMap[2];
    private readonly OpusTrack[] _opus = [new(), new()];
    private SlotMap _paused;
    private byte[]? _buffer;

    public int Number { get; private set; }

    public void Begin(int number)
    {
        Number = number;
        _kinds.AsSpan().Clear();
        _heard.AsSpan().Clear();
        _paused = default;
        _buffer = null;
        _opus[0].Clear();
        _opus[1].Clear();
    }

    /// <summary>Writes G.711 at an offset; the first packet's law is the law of the channel in this chunk.</summary>
    public void Write(RecordingSide side, int offset, PayloadKind kind, ReadOnlySpan<byte> payload)
    {
        var channel = Channel(side);
        ref var law = ref _kinds[(int)side];
        if (law == PayloadKind.Unknown)
        {
            law = kind;
            channel.Fill(G711.Silence(kind));
        }

        G711.Copy(kind, law, payload, channel[offset..]);
        _heard[(int)side] = _heard[(int)side].With(offset, offset + payload.Length);
    }

    /// <summary>Writes an Opus packet of 20 ms.</summary>
    public void WriteOpus(RecordingSide side, int slot, ReadOnlySpan<byte> packet)
    {
        _opus[(int)side].Write(slot, packet);
        var offset = slot * SlotMap.SlotSamples;
        _heard[(int)side] = _heard[(int)side].With(offset, offset + SlotMap.SlotSamples);
    }

    public void Pause(int from, int to) => _paused = _paused.With(from, to);

    /// <summary>Ends the chunk with its first <paramref name="samples"/> samples.</summary>
    public RecordingChunk Close(ulong recordingHash, int samples, bool isLast)
    {
        var header = Header(recordingHash, samples, isLast);
        var buffer = _buffer ?? ArrayPool<byte>.Shared.Rent(RecordingChunkHeader.Length);
        if (header.RightLength > 0)
        {
            Channel(RecordingSide.Right)[..samples].CopyTo(buffer.AsSpan(RecordingChunkHeader.Length + header.LeftLength));
        }

        if (HasOpus)
        {
            header = header with { OggLength = AddOgg(ref buffer, header) };
        }

        header.Write(buffer);
        _buffer = null;
        return new RecordingChunk(buffer, header, isDraft: false);
    }

    /// <summary>A copy of the first <paramref name="samples"/> samples; the chunk goes on.</summary>
    public RecordingChunk Draft(ulong recordingHash, int samples)
    {
        var header = Header(recordingHash, samples, isLast: false);
        var buffer = ArrayPool<byte>.Shared.Rent(header.TotalLength + (HasOpus ? OggChunk.RoomFor(_opus[0], _opus[1]) : 0));
        var audio = buffer.AsSpan(RecordingChunkHeader.Length);
        if (header.LeftLength > 0)
        {
            Channel(RecordingSide.Left)[..samples].CopyTo(audio);
        }

        if (header.RightLength > 0)
        {
            Channel(RecordingSide.Right)[..samples].CopyTo(audio[header.LeftLength..]);
        }

        if (HasOpus)
        {
            // All slots, those to come as silence: whatever follows in the file stays at its time.
            var pages = buffer.AsSpan(header.TotalLength);
            header = header with { OggLength = OggChunk.Write(_opus[0], _opus[1], OpusTrack.Slots, (uint)header.RecordingHash, Number, isLast: false, pages) };
        }

        header.Write(buffer);
        return new RecordingChunk(buffer, header, isDraft: true);
    }

    private bool HasOpus => !_opus[0].IsEmpty || !_opus[1].IsEmpty;

    private RecordingChunkHeader Header(ulong recordingHash, int samples, bool isLast) => new()
    {
        RecordingHash = recordingHash,
        Number = Number,
        SampleRate = PayloadKinds.TelephoneRate,
        Start = (long)Number * Size,
        Samples = samples,
        IsLast = isLast,
        LeftCodec = Codec(RecordingSide.Left),
        RightCodec = Codec(RecordingSide.Right),
        Paused = _paused,
        LeftHeard = _heard[0],
        RightHeard = _heard[1],
    };

    /// <summary>Appends the Ogg pages, in a buffer that has room for them; returns their bytes.</summary>
    private int AddOgg(ref byte[] buffer, in RecordingChunkHeader header)
    {
        var larger = ArrayPool<byte>.Shared.Rent(header.TotalLength + OggChunk.RoomFor(_opus[0], _opus[1]));
        buffer.AsSpan(0, header.TotalLength).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        var slots = (header.Samples + SlotMap.SlotSamples - 1) / SlotMap.SlotSamples;
        var length = OggChunk.Write(_opus[0], _opus[1], slots, (uint)header.RecordingHash, Number, header.IsLast, buffer.AsSpan(header.TotalLength));
        _opus[0].Clear();
        _opus[1].Clear();
        return length;
    }

    private RecordingCodec Codec(RecordingSide side) => _kinds[(int)side] switch
    {
        PayloadKind.Pcmu => RecordingCodec.MuLaw,
        PayloadKind.Pcma => RecordingCodec.ALaw,
        _ => RecordingCodec.None,
    };

    private Span<byte> Channel(RecordingSide side)
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(RecordingChunkHeader.Length + (2 * Size));
        return _buffer.AsSpan(RecordingChunkHeader.Length + ((int)side * Size), Size);
    }
}
