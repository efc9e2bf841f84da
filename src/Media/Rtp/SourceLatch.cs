using RtcCluster.Media.Addresses;

namespace RtcCluster.Media.Rtp;

/// <summary>
/// Symmetric media with one latch: packets go to the SDP's address until the first valid packet shows where the peer really is;
/// from then on only that source counts (RTP bleed and injection, threat T9; CVE-2017-14099, CVE-2025-53399).
/// </summary>
internal sealed class SourceLatch(bool anyWhenPrivate)
{
    private MediaEndpoint _negotiated;
    private MediaEndpoint _locked;

    public bool IsLocked { get; private set; }

    /// <summary>Where to send; <c>default</c> while nothing is known.</summary>
    public MediaEndpoint Destination => IsLocked ? _locked : _negotiated;

    /// <summary>The address that signalling came from; a phone behind NAT sends its media from there too.</summary>
    public MediaEndpoint SignallingSource { get; set; }

    /// <summary>Takes a negotiated address; the lock opens only when the address is another one than before.</summary>
    public void Negotiate(in MediaEndpoint remote)
    {
        if (remote != _negotiated)
        {
            _negotiated = remote;
            IsLocked = false;
        }
    }

    /// <summary>Where another stream of the peer goes that it wants at an address: to where this one comes from, when the peer names private addresses and comes from another.</summary>
    public MediaEndpoint BehindNat(in MediaEndpoint wanted) => IsLocked && wanted.IsPrivate && !_locked.SameAddress(_negotiated) ? _locked : wanted;

    public LatchVerdict Check(in MediaEndpoint source)
    {
        if (IsLocked)
        {
            return source == _locked ? LatchVerdict.Known : LatchVerdict.Stranger;
        }

        if (_negotiated.IsNone)
        {
            return LatchVerdict.Early;
        }

        return source.SameAddress(_negotiated) || (!SignallingSource.IsNone && source.SameAddress(SignallingSource))
            || (anyWhenPrivate && _negotiated.IsPrivate)
            ? LatchVerdict.Candidate
            : LatchVerdict.Stranger;
    }

    public void Lock(in MediaEndpoint source)
    {
        _locked = source;
        IsLocked = true;
    }
}
