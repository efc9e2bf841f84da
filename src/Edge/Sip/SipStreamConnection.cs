using System.Buffers;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Framing;

namespace RtcCluster.Edge.Sip;

/// <summary>A TCP or TLS connection: cuts its stream into messages.</summary>
internal sealed class SipStreamConnection(in SipFlow flow, Stream stream, ISipIntake intake, EdgeClock clock, SipStreamOptions options)
    : SipConnection(flow, intake, clock, options)
{
    protected override async Task ReadAsync(CancellationToken stop)
    {
        using var framer = new SipStreamFramer(Options.Limits);
        var buffer = ArrayPool<byte>.Shared.Rent(16_384);
        try
        {
            while (await stream.ReadAsync(buffer, stop).ConfigureAwait(false) is > 0 and var length)
            {
                if (!Take(framer, buffer.AsSpan(0, length)))
                {
                    await Task.Delay(LingerAfterBreak, stop).ConfigureAwait(false);
                    return;
                }

                Touch();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop) => stream.WriteAsync(bytes, stop);

    protected override ValueTask EndAsync() => stream.DisposeAsync();

    private bool Take(SipStreamFramer framer, ReadOnlySpan<byte> received)
    {
        while (framer.TryTake(ref received, out var frame))
        {
            switch (frame.Kind)
            {
                case SipFrameKind.Message:
                    Deliver(frame.Bytes);
                    break;
                case SipFrameKind.Ping:
                    TrySend(KeepAlive.Pong, -1, 0);
                    break;
                case SipFrameKind.Broken:
                    Refuse(frame.Status, frame.Bytes);
                    return false;
                case SipFrameKind.Pong:
                default:
                    break;
            }
        }

        return true;
    }
}
