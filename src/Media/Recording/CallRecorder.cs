using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Recording;

/// <summary>
/// Records two channels into numbered chunks of 2 s. A chunk is closed by the clock, when late packets had their time;
/// chunks of silence are written too (100 bytes), so that a missing number always means a lost file.
/// </summary>
public sealed class CallRecorder
{
    private const int Size = RecordingChunkHeader.ChunkSamples;

    // The open window spans at most: the chunk of the late packets, the present one, and the next one by a lead of 300 ms.
    private const int Slots = 4;

    /// <summary>Samples of a draft: half of a chunk, so that between two writes there is never more than a second.</summary>
    private const int DraftSamples = Size / 2;

    /// <summary>Units of Opus' clock in a sample of 8 kHz.</summary>
    private const int OpusScale = PayloadKinds.OpusRate / PayloadKinds.TelephoneRate;

    private readonly OpenChunk[] _open = [new(), new(), new(), new()];
    private readonly RecordingChannel[] _channels = [new(), new()];
    private readonly Queue<RecordingChunk> _chunks = new();
    private readonly ulong _hash;
    private readonly long _origin;
    private readonly long _lateWindow;
    private readonly bool _drafts;
    private int _next;
    private int _drafted = -1;
    private int _opened;
    private long _pausedFrom = -1;

    /// <summary>Begins a recording, or goes on with one that another anchor began.</summary>
    /// <param name="id">The recording's id.</param>
    /// <param name="firstChunk">0, or the number after the last chunk that the earlier anchor stored.</param>
    /// <param name="lateWindow">How long a chunk waits for late packets after its end; at most 2 s.</param>
    /// <param name="now">The instant of the first sample.</param>
    /// <param name="drafts">Whether the first half of each chunk comes as a draft before the whole.</param>
    public CallRecorder(string id, int firstChunk, TimeSpan lateWindow, long now, bool drafts = false)
    {
        _drafts = drafts;
        Id = id;
        _hash = RecordingChunkHeader.HashOf(id);
        _origin = now - (firstChunk * (long)Size * MediaClock.TicksPerSample);
        _lateWindow = Math.Clamp(MediaClock.Samples(lateWindow.Ticks), 0, Size);
        _next = firstChunk;
        _opened = firstChunk;
    }

    /// <summary>The recording's id.</summary>
    public string Id { get; }

    /// <summary>Whether audio is left out at present.</summary>
    public bool IsPaused => _pausedFrom >= 0;

    /// <summary>Packets that came after their chunk was closed.</summary>
    public long TooLate { get; private set; }

    /// <summary>Opus packets that are damaged, longer than 634 bytes, or cannot be divided into 20 ms; they are silence.</summary>
    public long Unusable { get; private set; }

    /// <summary>When <see cref="Tick"/> has a chunk to close, or a draft of it to make.</summary>
    public long Deadline => IsDraftDue ? DueAt((_next * (long)Size) + DraftSamples) : CloseAt;

    /// <summary>A chunk that is finished; its owner is now the caller.</summary>
    public bool TryTake(out RecordingChunk? chunk) => _chunks.TryDequeue(out chunk);

    /// <summary>Another leg speaks on this side from now on.</summary>
    public void Switch(RecordingSide side) => _channels[(int)side].Reset();

    /// <summary>Takes the payload of a packet: G.711, or Opus undecoded; another kind is silence.</summary>
    public void Write(RecordingSide side, in RtpHeader header, PayloadKind kind, ReadOnlySpan<byte> payload, long now)
    {
        if (kind == PayloadKind.Opus)
        {
            WriteOpus(side, header, payload, now);
            return;
        }

        // A packet larger than a chunk cannot be one of a phone.
        if (!kind.IsG711() || payload.IsEmpty || payload.Length > Size)
        {
            return;
        }

        // A host that was stopped may bring packets before it ticks: their chunks come first.
        Tick(now);
        var position = _channels[(int)side].Place(header, payload.Length, PositionAt(now), 1, out var slipped);
        if (IsPaused)
        {
            return;
        }

        if (slipped)
        {
            Store(side, position - 1, kind, payload[..1]);
        }

        if (!Store(side, position, kind, payload))
        {
            TooLate++;
        }
    }

    /// <summary>Leaves out what is said until <see cref="Resume"/>; the chunks mark it as paused.</summary>
    public void Pause(long now)
    {
        if (!IsPaused)
        {
            _pausedFrom = PositionAt(now);
        }
    }

    /// <summary>Records again.</summary>
    public void Resume(long now)
    {
        if (IsPaused)
        {
            MarkPaused(PositionAt(now));
            _pausedFrom = -1;
        }
    }

    /// <summary>Closes the chunks whose late packets had their time.</summary>
    public void Tick(long now)
    {
        while (now >= CloseAt)
        {
            CloseNext(Size, isLast: false);
        }

        if (now >= Deadline)
        {
            Draft();
        }
    }

    /// <summary>Closes everything; the last chunk ends at <paramref name="now"/>.</summary>
    public void Stop(long now)
    {
        Tick(now);
        var end = PositionAt(now);
        while (end > (_next + 1) * (long)Size)
        {
            CloseNext(Size, isLast: false);
        }

        CloseNext((int)(end - (_next * (long)Size)), isLast: true);
    }

    private void WriteOpus(RecordingSide side, in RtpHeader header, ReadOnlySpan<byte> payload, long now)
    {
        if (!OpusPacket.TryRead(payload, out var packet))
        {
            Unusable++;
            return;
        }

        Tick(now);
        var channel = _channels[(int)side];
        var position = channel.Place(header, packet.Samples / OpusScale, PositionAt(now), OpusScale, out _);
        if (IsPaused)
        {
            return;
        }

        // A steady stream lies whole frames from its anchor: rounding to the grid must not depend on where between two slots that is.
        var slot = Round(channel.AnchoredAt) + Round(position - channel.AnchoredAt);
        if (packet.Samples == OpusTrack.SlotUnits)
        {
            StoreOpus(side, slot, payload);
        }
        else if (packet.Toc.FrameSamples == OpusTrack.SlotUnits)
        {
            Divide(side, slot, packet);
        }
        else
        {
            Unusable++;
        }

        static long Round(long samples) => (long)Math.Floor((samples + (SlotMap.SlotSamples / 2)) / (double)SlotMap.SlotSamples);
    }

    /// <summary>Stores each frame of a longer packet as a packet of its own.</summary>
    private void Divide(RecordingSide side, long slot, scoped in OpusPacket packet)
    {
        Span<byte> single = stackalloc byte[OpusPacket.MaxFrameLength + 1];
        single[0] = packet.Toc.Single.Value;
        for (var i = 0; i < packet.FrameCount; i++)
        {
            var frame = packet.Frame(i);
            frame.CopyTo(single[1..]);
            StoreOpus(side, slot + i, single[..(frame.Length + 1)]);
        }
    }

    private void StoreOpus(RecordingSide side, long slot, ReadOnlySpan<byte> packet)
    {
        if (packet.Length > OpusTrack.MaxPacket)
        {
            Unusable++;
            return;
        }

        var number = slot / OpusTrack.Slots;
        if (slot < 0 || number < _next || number >= _next + Slots)
        {
            TooLate++;
            return;
        }

        Chunk((int)number).WriteOpus(side, (int)(slot % OpusTrack.Slots), packet);
    }

    private long CloseAt => DueAt((_next + 1) * (long)Size);

    private bool IsDraftDue => _drafts && _drafted < _next;

    private long DueAt(long position) => _origin + ((position + _lateWindow) * MediaClock.TicksPerSample);

    private long PositionAt(long now) => MediaClock.Samples(now - _origin);

    /// <summary>Writes what falls into open chunks; false when the packet begins before them.</summary>
    private bool Store(RecordingSide side, long position, PayloadKind kind, ReadOnlySpan<byte> payload)
    {
        var start = _next * (long)Size;
        var early = start - position;
        if (early >= payload.Length)
        {
            return false;
        }

        if (early > 0)
        {
            payload = payload[(int)early..];
            position = start;
        }

        while (!payload.IsEmpty)
        {
            var number = (int)(position / Size);
            if (number >= _next + Slots)
            {
                return false;
            }

            var offset = (int)(position % Size);
            var count = Math.Min(payload.Length, Size - offset);
            Chunk(number).Write(side, offset, kind, payload[..count]);
            payload = payload[count..];
            position += count;
        }

        return early <= 0;
    }

    private OpenChunk Chunk(int number)
    {
        for (; _opened <= number; _opened++)
        {
            _open[_opened % Slots].Begin(_opened);
        }

        return _open[number % Slots];
    }

    private void CloseNext(int samples, bool isLast)
    {
        if (IsPaused)
        {
            MarkPaused((_next * (long)Size) + samples);
        }

        var chunk = Chunk(_next);
        _chunks.Enqueue(chunk.Close(_hash, samples, isLast));
        _next++;
    }

    private void Draft()
    {
        if (IsPaused)
        {
            MarkPaused((_next * (long)Size) + DraftSamples);
        }

        _drafted = _next;
        _chunks.Enqueue(Chunk(_next).Draft(_hash, DraftSamples));
    }

    private void MarkPaused(long to)
    {
        while (_pausedFrom < to)
        {
            var number = (int)(_pausedFrom / Size);
            var end = Math.Min(to, (number + 1) * (long)Size);
            if (number >= _next && number < _next + Slots)
            {
                Chunk(number).Pause((int)(_pausedFrom % Size), (int)(end - (number * (long)Size)));
            }

            _pausedFrom = end;
        }
    }
}
