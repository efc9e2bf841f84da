using System.Buffers.Binary;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Load.Micro.Media;

/// <summary>One sender of SRTP and its receiver, with a packet of 172 bytes.</summary>
internal sealed class SrtpPair : IDisposable
{
    private const int Length = 172;
    private readonly byte[] _packet = new byte[Length + SrtpProfiles.MaxOverhead];
    private readonly SrtpSendContext _sender;
    private readonly SrtpReceiveContext _receiver;
    private ushort _sequence;

    public SrtpPair(SrtpProfile profile)
    {
        var key = new SrtpMasterKey(profile, new byte[SrtpProfiles.KeyLength], new byte[profile.SaltLength()]);
        _sender = new SrtpSendContext(key);
        _receiver = new SrtpReceiveContext(key);
        _packet[0] = 0x80;
    }

    /// <summary>Protects the next packet.</summary>
    /// <returns>Its length; 0 when it was refused.</returns>
    public int Protect()
    {
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), ++_sequence);
        return _sender.ProtectRtp(_packet, Length, out var length) == SrtpStatus.Ok ? length : 0;
    }

    /// <summary>Takes it.</summary>
    /// <returns>The length of the plain packet; 0 when it was refused.</returns>
    public int Unprotect(int length) => _receiver.UnprotectRtp(_packet.AsSpan(0, length), out var plain) == SrtpStatus.Ok ? plain : 0;

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }
}
