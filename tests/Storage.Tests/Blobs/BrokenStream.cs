namespace RtcCluster.Storage.Tests.Blobs;

/// <summary>Gives some bytes and then fails, as an upload whose sender went away does.</summary>
internal sealed class BrokenStream(int good) : MemoryStream(new byte[good])
{
    public override int Read(Span<byte> buffer)
    {
        var read = base.Read(buffer);
        return read > 0 ? read : throw new InvalidDataException("The sender went away.");
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        destination.Write(new byte[100]);
        throw new InvalidDataException("The sender went away.");
    }
}
