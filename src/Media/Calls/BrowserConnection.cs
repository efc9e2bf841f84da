using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Calls;

/// <summary>One connection of a browser: its ICE agent, and SRTP as soon as the handshake gave the keys. A page that is loaded anew makes another.</summary>
internal sealed class BrowserConnection(int number, IceLite ice) : IDisposable
{
    private SrtpReceiveContext? _receive;
    private SrtpSendContext? _send;

    public int Number => number;

    public IceLite Ice => ice;

    /// <summary>What the browser's newest description says; a restart changes its ICE session, never its certificate. Null while our offer waits for its answer.</summary>
    public RemoteConnection? Remote { get; set; }

    /// <summary>Our end of the handshake; known when <see cref="Remote"/> is.</summary>
    public DtlsRole Role { get; set; }

    /// <summary>Whether media can be sent: keys, and a pair that the browser has nominated and consents to.</summary>
    public bool IsConnected => _send is not null && !ice.Selected.IsNone;

    /// <summary>Takes the keys of the handshake; those of a second one take the place of the first's.</summary>
    public void Secure(SrtpKeys keys)
    {
        Dispose();
        _receive = new SrtpReceiveContext(keys.Receive);
        _send = new SrtpSendContext(keys.Send);
    }

    /// <summary>Null before the keys are there.</summary>
    public SrtpStatus? Unprotect(Span<byte> packet, bool isRtcp, out int length)
    {
        length = 0;
        return _receive is not { } context ? null
            : isRtcp ? context.UnprotectRtcp(packet, out length) : context.UnprotectRtp(packet, out length);
    }

    public bool Protect(Span<byte> buffer, int length, bool isRtcp, out int protectedLength)
    {
        protectedLength = 0;
        return _send is { } context
            && (isRtcp ? context.ProtectRtcp(buffer, length, out protectedLength) : context.ProtectRtp(buffer, length, out protectedLength)) == SrtpStatus.Ok;
    }

    public void Dispose()
    {
        _receive?.Dispose();
        _send?.Dispose();
    }
}
