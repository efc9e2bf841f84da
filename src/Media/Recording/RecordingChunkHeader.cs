using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace RtcCluster.Media.Recording;

/// <summary>
/// The 100 bytes before the audio of a chunk: with them a chunk can be placed, read and checked without any other file.
/// </summary>
/// <remarks>
/// All numbers are little-endian.
/// <code>
///   0  4  "RTCR"                       44  4  bytes of the right channel
///   4  1  version, 2 with Opus         48 16  slots that were paused
///   5  1  flags: 1 last chunk          64 16  slots of the left channel in which audio arrived
///   6  1  left codec                   80 16  slots of the right channel in which audio arrived
///   7  1  right codec                  96  4  CRC-32C of bytes 0-95 and all audio
///   8  8  hash of the recording id    100  …  left channel, right channel, Ogg pages
///  16  4  number, from 0
///  20  4  sample rate in Hz
///  24  8  first sample, counted from the recording's start
///  32  4  samples of each channel
///  36  4  bytes of the Ogg pages
///  40  4  bytes of the left channel
/// </code>
/// Opus of either channel lies in pages of two channels, beside the G.711 of a chunk in which the codec changed; readers of version 1 refuse such a chunk.
/// Positions count samples of 8 kHz whatever the codec. CRC-32C, because processors have an instruction for it: 32 KiB cost about 2 µs instead of 80.
/// </remarks>
public readonly record struct RecordingChunkHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 100;

    /// <summary>The version of a chunk without Opus.</summary>
    public const byte Version = 1;

    /// <summary>The version of a chunk with Opus.</summary>
    public const byte OpusVersion = 2;

    /// <summary>Samples of a whole chunk: 2 s at 8 kHz.</summary>
    public const int ChunkSamples = 16000;

    private const int ChecksumOffset = 96;
    private const uint MaxSamples = 48000 * 60;

    /// <summary><see cref="HashOf"/> of the recording's id.</summary>
    public ulong RecordingHash { get; init; }

    /// <summary>The chunk's place in the recording, from 0.</summary>
    public int Number { get; init; }

    /// <summary>In Hz.</summary>
    public int SampleRate { get; init; }

    /// <summary>The first sample, counted from the start of the recording.</summary>
    public long Start { get; init; }

    /// <summary>Samples of each channel.</summary>
    public int Samples { get; init; }

    /// <summary>Whether the recording ends with this chunk.</summary>
    public bool IsLast { get; init; }

    /// <summary>How the left channel is stored.</summary>
    public RecordingCodec LeftCodec { get; init; }

    /// <summary>How the right channel is stored.</summary>
    public RecordingCodec RightCodec { get; init; }

    /// <summary>Bytes of the left channel, right after the header.</summary>
    public int LeftLength => Bytes(LeftCodec);

    /// <summary>Bytes of the right channel, after the left one.</summary>
    public int RightLength => Bytes(RightCodec);

    /// <summary>Bytes of the Ogg pages with the Opus of both channels, after the right channel; 0 when there is none.</summary>
    public int OggLength { get; init; }

    /// <summary>Bytes of the whole chunk.</summary>
    public int TotalLength => Length + LeftLength + RightLength + OggLength;

    /// <summary>What is in the chunk.</summary>
    public RecordingChunkKind Kind => (LeftLength + RightLength > 0, OggLength > 0) switch
    {
        (false, false) => RecordingChunkKind.Silent,
        (true, false) => RecordingChunkKind.G711,
        (false, true) => RecordingChunkKind.Opus,
        _ => RecordingChunkKind.Mixed,
    };

    /// <summary>The slots in which recording was paused: silence that somebody asked for.</summary>
    public SlotMap Paused { get; init; }

    /// <summary>The slots in which the left party was heard; what is missing was silence, hold or loss.</summary>
    public SlotMap LeftHeard { get; init; }

    /// <summary>The slots in which the right party was heard.</summary>
    public SlotMap RightHeard { get; init; }

    /// <summary>The 64-bit FNV-1a hash of a recording id in UTF-8, so that a chunk in the wrong folder is noticed.</summary>
    public static ulong HashOf(string recordingId)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(recordingId))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return hash;
    }

    /// <summary>Reads a header from the first 100 bytes of a chunk, without its audio and so without the checksum.</summary>
    public static RecordingChunkStatus TryReadHeader(ReadOnlySpan<byte> bytes, out RecordingChunkHeader header)
    {
        header = default;
        if (bytes.Length < Length)
        {
            return RecordingChunkStatus.TooShort;
        }

        if (!bytes[..4].SequenceEqual("RTCR"u8))
        {
            return RecordingChunkStatus.BadMagic;
        }

        if (bytes[4] is not (Version or OpusVersion))
        {
            return RecordingChunkStatus.UnknownVersion;
        }

        var read = new RecordingChunkHeader
        {
            IsLast = (bytes[5] & 1) != 0,
            LeftCodec = (RecordingCodec)bytes[6],
            RightCodec = (RecordingCodec)bytes[7],
            RecordingHash = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            Number = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            SampleRate = BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
            Start = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            OggLength = bytes[4] == OpusVersion ? BinaryPrimitives.ReadInt32LittleEndian(bytes[36..]) : 0,
            Samples = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(bytes[32..]), MaxSamples),
            Paused = SlotMap.Read(bytes[48..]),
            LeftHeard = SlotMap.Read(bytes[64..]),
            RightHeard = SlotMap.Read(bytes[80..]),
        };
        var valid = read.Number >= 0 && read.Start >= 0 && read.SampleRate > 0 && read.OggLength is >= 0 and <= OggChunk.MaxLength
            && read.LeftCodec <= RecordingCodec.Pcm16 && read.RightCodec <= RecordingCodec.Pcm16
            && BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]) == read.LeftLength
            && BinaryPrimitives.ReadInt32LittleEndian(bytes[44..]) == read.RightLength;
        header = valid ? read : default;
        return valid ? RecordingChunkStatus.Ok : RecordingChunkStatus.BadHeader;
    }

    /// <summary>Reads a whole chunk and checks its length and checksum.</summary>
    public static RecordingChunkStatus TryRead(ReadOnlySpan<byte> chunk, out RecordingChunkHeader header)
    {
        var status = TryReadHeader(chunk, out header);
        if (status != RecordingChunkStatus.Ok)
        {
            return status;
        }

        if (chunk.Length != header.TotalLength)
        {
            return RecordingChunkStatus.TooShort;
        }

        return Checksum(chunk) == BinaryPrimitives.ReadUInt32LittleEndian(chunk[ChecksumOffset..])
            ? RecordingChunkStatus.Ok
            : RecordingChunkStatus.BadChecksum;
    }

    /// <summary>Writes the header before the audio that already lies in <paramref name="chunk"/>, with its checksum.</summary>
    public void Write(Span<byte> chunk)
    {
        chunk[..Length].Clear();
        "RTCR"u8.CopyTo(chunk);
        chunk[4] = OggLength > 0 ? OpusVersion : Version;
        chunk[5] = (byte)(IsLast ? 1 : 0);
        chunk[6] = (byte)LeftCodec;
        chunk[7] = (byte)RightCodec;
        BinaryPrimitives.WriteUInt64LittleEndian(chunk[8..], RecordingHash);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[16..], Number);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[20..], SampleRate);
        BinaryPrimitives.WriteInt64LittleEndian(chunk[24..], Start);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[32..], Samples);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[36..], OggLength);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[40..], LeftLength);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[44..], RightLength);
        Paused.Write(chunk[48..]);
        LeftHeard.Write(chunk[64..]);
        RightHeard.Write(chunk[80..]);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[ChecksumOffset..], Checksum(chunk[..TotalLength]));
    }

    private int Bytes(RecordingCodec codec) => codec switch
    {
        RecordingCodec.None => 0,
        RecordingCodec.Pcm16 => Samples * 2,
        _ => Samples,
    };

    private static uint Checksum(ReadOnlySpan<byte> chunk) =>
        ~Add(Add(uint.MaxValue, chunk[..ChecksumOffset]), chunk[Length..]);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }
}
