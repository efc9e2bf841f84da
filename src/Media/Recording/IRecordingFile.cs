namespace RtcCluster.Media.Recording;

/// <summary>A recording, or one segment of it, as a file that is made while it is read: any byte range needs only the chunks that it touches.</summary>
public interface IRecordingFile
{
    /// <summary>Bytes of the whole file: the Content-Length.</summary>
    long Length { get; }

    /// <summary>The media type.</summary>
    string ContentType { get; }

    /// <summary>How the name of such a file ends, without the dot.</summary>
    string Extension { get; }

    /// <summary>The chunk that holds a byte of the file; -1 for the file's header.</summary>
    int ChunkAt(long offset);

    /// <summary>
    /// Writes the file's bytes from an offset on, up to the end of what <see cref="ChunkAt"/> names, of the destination, or of the file;
    /// returns how many (0 only at the end of the file or for an empty destination).
    /// </summary>
    /// <param name="offset">Byte offset in the file.</param>
    /// <param name="chunk">The stored chunk; empty when it is missing. One that is torn or of another recording is silence.</param>
    /// <param name="destination">Where to.</param>
    int Render(long offset, ReadOnlySpan<byte> chunk, Span<byte> destination);
}
