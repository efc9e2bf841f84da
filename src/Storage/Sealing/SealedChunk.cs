using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RtcCluster.Storage.Sealing;

/// <summary>A chunk of a recording as it rests on disks: AES-256-GCM under the key of its take, and the hash of the file before it.</summary>
/// <remarks>
/// All numbers are little-endian.
/// <code>
///   0  4  "RTCS"                       20  4  samples of each channel, 8 kHz
///   4  1  version, 1                   24 16  slots of 20 ms that were paused
///   5  1  flags: 1 draft, 2 last       40  4  bytes of the plain chunk
///   6  1  codec                        44  4  0
///   7  1  0                            48 32  SHA-256 of the file before: of the chunk before in this take, or of its opening
///   8  8  take                         80  …  the plain chunk, encrypted
///  16  4  number                        …  16  tag
/// </code>
/// The nonce is the flag of a draft (1 byte), 7 zeros and the number, big-endian: never twice under one key, because a number is closed once, has one draft at most, and each
/// take has a key of its own. The associated data are bytes 0 to 79 and the id of the recording in UTF-8. What the clear header tells is the size and time of things, never
/// who spoke when: the slots in which somebody was heard are encrypted.
/// </remarks>
public static class SealedChunk
{
    /// <summary>Bytes before the encrypted part.</summary>
    public const int HeaderLength = 80;

    /// <summary>Bytes of a tag.</summary>
    public const int TagLength = 16;

    /// <summary>Bytes that sealing adds.</summary>
    public const int Overhead = HeaderLength + TagLength;

    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = 32;

    private const byte Version = 1;
    private const byte Draft = 1;
    private const byte Last = 2;
    private const int NonceLength = 12;
    private const int PreviousOffset = 48;

    // A recording's id is two names of the grain keys; longer than this none is.
    private const int LongestId = 512;

    /// <summary>Seals a chunk.</summary>
    /// <param name="key">The take's key.</param>
    /// <param name="recording">Id of the recording.</param>
    /// <param name="facts">What the clear header says.</param>
    /// <param name="previous">Hash of the file before.</param>
    /// <param name="plain">The chunk.</param>
    /// <param name="file">Room for the chunk and <see cref="Overhead"/>.</param>
    public static void Seal(AesGcm key, string recording, in SealedChunkFacts facts, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> plain, Span<byte> file)
    {
        ArgumentNullException.ThrowIfNull(key);
        var header = file[..HeaderLength];
        header.Clear();
        "RTCS"u8.CopyTo(header);
        header[4] = Version;
        header[5] = (byte)((facts.IsDraft ? Draft : 0) | (facts.IsLast ? Last : 0));
        header[6] = (byte)facts.Codec;
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], facts.Take);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], facts.Number);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], facts.Samples);
        BinaryPrimitives.WriteUInt128LittleEndian(header[24..], facts.Paused);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], plain.Length);
        previous[..HashLength].CopyTo(header[PreviousOffset..]);

        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(facts, nonce);
        Span<byte> bound = stackalloc byte[HeaderLength + LongestId];
        bound = bound[..Bind(header, recording, bound)];
        key.Encrypt(nonce, plain, file.Slice(HeaderLength, plain.Length), file.Slice(HeaderLength + plain.Length, TagLength), bound);
    }

    /// <summary>Reads the clear header; false when the file is none of ours or torn.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, out SealedChunkFacts facts)
    {
        facts = default;
        if (file.Length < Overhead || !file[..4].SequenceEqual("RTCS"u8) || file[4] != Version || (file[5] & ~(Draft | Last)) != 0 || file[6] > (byte)SealedCodec.Page || file[7] != 0
            || BinaryPrimitives.ReadInt32LittleEndian(file[44..]) != 0)
        {
            return false;
        }

        facts = new SealedChunkFacts
        {
            IsDraft = (file[5] & Draft) != 0,
            IsLast = (file[5] & Last) != 0,
            Codec = (SealedCodec)file[6],
            Take = BinaryPrimitives.ReadUInt64LittleEndian(file[8..]),
            Number = BinaryPrimitives.ReadInt32LittleEndian(file[16..]),
            Samples = BinaryPrimitives.ReadInt32LittleEndian(file[20..]),
            Paused = BinaryPrimitives.ReadUInt128LittleEndian(file[24..]),
            PlainLength = BinaryPrimitives.ReadInt32LittleEndian(file[40..]),
        };
        return facts.PlainLength == file.Length - Overhead && facts is { Number: >= 0, Samples: >= 0 };
    }

    /// <summary>The hash of the file before, as a readable file names it.</summary>
    public static ReadOnlySpan<byte> Previous(ReadOnlySpan<byte> file) => file.Slice(PreviousOffset, HashLength);

    /// <summary>Opens a chunk into room of its <see cref="SealedChunkFacts.PlainLength"/>; false, with that room cleared, when any byte was changed.</summary>
    public static bool TryOpen(AesGcm key, string recording, ReadOnlySpan<byte> file, Span<byte> plain)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!TryRead(file, out var facts) || plain.Length != facts.PlainLength)
        {
            return false;
        }

        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(facts, nonce);
        Span<byte> bound = stackalloc byte[HeaderLength + LongestId];
        bound = bound[..Bind(file[..HeaderLength], recording, bound)];
        try
        {
            key.Decrypt(nonce, file.Slice(HeaderLength, plain.Length), file[^TagLength..], plain, bound);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            // The framework clears what it has decrypted; a reader never gets noise.
            plain.Clear();
            return false;
        }
    }

    private static void WriteNonce(in SealedChunkFacts facts, Span<byte> nonce)
    {
        nonce.Clear();
        nonce[0] = facts.IsDraft ? Draft : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(nonce[8..], facts.Number);
    }

    private static int Bind(ReadOnlySpan<byte> header, string recording, Span<byte> bound)
    {
        header.CopyTo(bound);
        return HeaderLength + Encoding.UTF8.GetBytes(recording, bound[HeaderLength..]);
    }
}
