using System.Net.WebSockets;
using System.Text.Unicode;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Framing;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Sip;

/// <summary>A WebSocket connection: each of its messages, text or binary, whole or in fragments, is one SIP message or a keep-alive. RFC 7118 §5.</summary>
internal sealed class SipWebSocketConnection(in SipFlow flow, WebSocket socket, ISipIntake intake, EdgeClock clock, SipStreamOptions options)
    : SipConnection(flow, intake, clock, options)
{
    /// <summary>A REGISTER and most answers fit; what is longer makes it grow, once per connection.</summary>
    private const int FirstBuffer = 2_048;

    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1);

    // Not pooled: a receive may still write into it when nobody waits for it any more.
    private byte[] _buffer = new byte[FirstBuffer];
    private Task<ValueWebSocketReceiveResult>? _receiving;
    private WebSocketCloseStatus _farewell = WebSocketCloseStatus.EndpointUnavailable;

    protected override async Task ReadAsync(CancellationToken stop)
    {
        var longest = Options.Limits.MaxMessageBytes;
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                // One byte more than is allowed is enough to know.
                Array.Resize(ref _buffer, Math.Min(2 * length, longest + 1));
            }

            // A receive that is cancelled would abort the connection, and nobody could say good-bye.
            _receiving = socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask();
            var part = await _receiving.WaitAsync(stop).ConfigureAwait(false);
            Touch();
            if (part.MessageType == WebSocketMessageType.Close)
            {
                _farewell = WebSocketCloseStatus.NormalClosure;
                return;
            }

            length += part.Count;
            if (length > longest)
            {
                _farewell = WebSocketCloseStatus.MessageTooBig;
                Refuse(SipParseStatus.MessageTooLarge, _buffer.AsSpan(0, longest));
                await Task.Delay(LingerAfterBreak, stop).ConfigureAwait(false);
                return;
            }

            if (part.EndOfMessage)
            {
                Take(_buffer.AsSpan(0, length));
                length = 0;
            }
        }
    }

    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        // A text message that is not UTF-8 would make the peer fail the connection (RFC 6455 §8.1).
        var type = Utf8.IsValid(bytes.Span) ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        return socket.SendAsync(bytes, type, endOfMessage: true, stop);
    }

    protected override async ValueTask EndAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(FarewellTime);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(_farewell, null, patience.Token).ConfigureAwait(false);
            }

            await Answered(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The peer is gone or does not answer: there is nobody to say good-bye to.
        }
        finally
        {
            socket.Dispose();
        }
    }

    /// <summary>What the peer still sends is for nobody; what counts is that it closes too.</summary>
    private async Task Answered(CancellationToken patience)
    {
        while (_receiving is { } receiving && socket.State == WebSocketState.CloseSent)
        {
            await receiving.WaitAsync(patience).ConfigureAwait(false);
            _receiving = socket.State == WebSocketState.CloseSent ? socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None).AsTask() : null;
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        if (SipDatagram.KindOf(message) != SipDatagramKind.KeepAlive)
        {
            Deliver(message);
        }
        else if (message.IndexOf("\r\n\r\n"u8) >= 0)
        {
            TrySend(KeepAlive.Pong, -1, 0);
        }
    }
}
