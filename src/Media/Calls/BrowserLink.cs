using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Calls;

/// <summary>
/// How a browser's leg is reached: by the connection in use, beside which a newer one is made when its page was loaded anew. The newer one takes over when media
/// can be sent on it; until then the older one goes on.
/// </summary>
internal sealed class BrowserLink(LegSlot leg, WebRtcLegOptions options)
{
    private BrowserConnection? _current;
    private BrowserConnection? _next;
    private RemoteConnection? _followed;
    private int _last;

    /// <summary>Whether there is a connection, or one is awaited.</summary>
    public bool IsOpen => _current is not null;

    public bool CanSend => _current is { IsConnected: true };

    /// <summary>Where the browser is sent media; none while it cannot be.</summary>
    public IceFlow Destination => _current is { IsConnected: true } current ? current.Ice.Selected : default;

    /// <summary>Our credentials in the newest description; null when its connection has ended.</summary>
    public IceCredentials? Local => Newest?.Ice.Local;

    /// <summary>Our end of the newest connection's handshake.</summary>
    public DtlsRole Role => Newest?.Role ?? DtlsRole.Server;

    public long Deadline => Math.Min(_current?.Ice.Deadline ?? MediaClock.Never, _next?.Ice.Deadline ?? MediaClock.Never);

    /// <summary>Packets that came before the keys.</summary>
    public long Early { get; private set; }

    public long NotAuthentic { get; private set; }

    public long Replayed { get; private set; }

    /// <summary>Packets that SRTP refused for another reason.</summary>
    public long Refused { get; private set; }

    private BrowserConnection? Newest => _next ?? _current;

    /// <summary>
    /// Makes ready for the browser of an offer: another certificate is another connection, another ICE session on the same one is a restart (RFC 8842 §4, RFC 8445 §9).
    /// </summary>
    /// <returns>False when the offer was followed before.</returns>
    public bool Follow(RemoteConnection remote, MediaEffects effects, long now)
    {
        if (ReferenceEquals(remote, _followed))
        {
            return false;
        }

        _followed = remote;
        if (Newest is not { Remote: { } known } newest || !known.SameCertificate(remote))
        {
            Open(options.NewCredentials(), remote, effects, now);
        }
        else
        {
            // Whoever let us choose the end gets what was chosen; whoever names one means the handshake that was (RFC 8842 §5.5).
            newest.Role = remote.Role ?? newest.Role;
            if (!known.SameIce(remote))
            {
                newest.Remote = remote;
                newest.Ice.Restart(options.NewCredentials(), now);
                Announce(newest, effects);
                Drain(newest, effects);
            }
        }

        return true;
    }

    /// <summary>Makes ready for an offer of ours: the connection that it names is there, or is made and waits for the answer.</summary>
    public void Prepare(MediaEffects effects, long now)
    {
        if (Newest is null)
        {
            Open(options.NewCredentials(), remote: null, effects, now);
        }
    }

    /// <summary>
    /// The browser answered our offer. An answer of another certificate comes of another fork of it, before the call, or of a page that is another one:
    /// what was known of the connection is forgotten, and the checks for the offer's fragment begin anew.
    /// </summary>
    public void Answered(RemoteConnection remote, MediaEffects effects, long now)
    {
        _followed = remote;
        if (Newest is not { } newest)
        {
            return;
        }

        if (newest.Remote is { } known && !known.SameCertificate(remote))
        {
            var local = newest.Ice.Local;
            Close(newest.Number, effects);
            Open(local, remote, effects, now);
            return;
        }

        var isFirst = newest.Remote is null;
        newest.Remote = remote;
        if (isFirst)
        {
            newest.Role = RoleFor(remote);
            effects.Add(Told(MediaEffectKind.PeerNamed, newest));
        }
    }

    public IceStatus ReceiveCheck(int connection, scoped in StunReader check, in IceFlow source, MediaEffects effects, long now)
    {
        if (Find(connection) is not { } found)
        {
            return IceStatus.UnknownUsername;
        }

        var room = effects.Reserve(StunBinding.MaxAnswer);
        var verdict = found.Ice.Receive(check, source, room.Span, now);
        if (verdict.Length > 0)
        {
            effects.Send(leg, room[..verdict.Length], source, isRtcp: false);
        }

        Drain(found, effects);
        Promote(effects);
        return verdict.Status;
    }

    /// <summary>Checks and decrypts a packet in place; false, and counted, when it is refused.</summary>
    public bool Unprotect(int connection, Span<byte> packet, bool isRtcp, out int length)
    {
        length = 0;
        switch (Find(connection)?.Unprotect(packet, isRtcp, out length))
        {
            case SrtpStatus.Ok:
                return true;
            case null:
                Early++;
                return false;
            case SrtpStatus.NotAuthentic:
                NotAuthentic++;
                return false;
            case SrtpStatus.Replayed:
                Replayed++;
                return false;
            default:
                Refused++;
                return false;
        }
    }

    /// <summary>Protects a packet in place for <see cref="Destination"/>; false when nothing can be sent.</summary>
    public bool Protect(Span<byte> buffer, int length, bool isRtcp, out int protectedLength)
    {
        protectedLength = 0;
        return _current is { IsConnected: true } current && current.Protect(buffer, length, isRtcp, out protectedLength);
    }

    public void Secure(int connection, SrtpKeys keys, MediaEffects effects)
    {
        Find(connection)?.Secure(keys);
        Promote(effects);
    }

    public void Tick(MediaEffects effects, long now)
    {
        Tick(_current, effects, now);
        Tick(_next, effects, now);
    }

    public void CloseFlow(in IceFlow flow, MediaEffects effects, long now)
    {
        CloseFlow(_current, flow, effects, now);
        CloseFlow(_next, flow, effects, now);
    }

    /// <summary>The browser closed a connection, or its handshake failed: nothing more is sent or taken there.</summary>
    public void Close(int connection, MediaEffects effects)
    {
        if (_next?.Number == connection)
        {
            Close(ref _next, effects);
        }
        else if (_current?.Number == connection)
        {
            Close(ref _current, effects);

            // What the newer one waited for has gone.
            (_current, _next) = (_next, null);
        }
    }

    /// <summary>The leg ends.</summary>
    public void CloseAll(MediaEffects effects)
    {
        Close(ref _next, effects);
        Close(ref _current, effects);
    }

    private static DtlsRole RoleFor(RemoteConnection remote) => remote.Role ?? DtlsRole.Server;

    private void Open(IceCredentials local, RemoteConnection? remote, MediaEffects effects, long now)
    {
        Close(ref _next, effects);
        var opened = new BrowserConnection(++_last, new IceLite(options.Ice, local, now))
        {
            Remote = remote, Role = remote is null ? DtlsRole.Server : RoleFor(remote),
        };
        if (_current is { IsConnected: true })
        {
            _next = opened;
        }
        else
        {
            Close(ref _current, effects);
            _current = opened;
        }

        Announce(opened, effects);
    }

    private void Announce(BrowserConnection connection, MediaEffects effects) => effects.Add(Told(MediaEffectKind.UfragAdded, connection));

    private MediaEffect Told(MediaEffectKind kind, BrowserConnection connection) => new()
    {
        Kind = kind,
        Leg = leg,
        Connection = connection.Number,
        Terms = new ConnectionTerms(connection.Ice.Local, connection.Remote?.Fingerprints, connection.Role),
    };

    private void Promote(MediaEffects effects)
    {
        if (_next is { IsConnected: true })
        {
            Close(ref _current, effects);
            (_current, _next) = (_next, null);
        }
    }

    private void Close(ref BrowserConnection? connection, MediaEffects effects)
    {
        if (connection is not null)
        {
            connection.Dispose();
            effects.Add(new MediaEffect { Kind = MediaEffectKind.ConnectionClosed, Leg = leg, Connection = connection.Number });
            connection = null;
        }
    }

    private void Tick(BrowserConnection? connection, MediaEffects effects, long now)
    {
        if (connection is not null && now >= connection.Ice.Deadline)
        {
            connection.Ice.Tick(now);
            Drain(connection, effects);
        }
    }

    private void CloseFlow(BrowserConnection? connection, in IceFlow flow, MediaEffects effects, long now)
    {
        if (connection is not null)
        {
            connection.Ice.Close(flow, now);
            Drain(connection, effects);
        }
    }

    /// <summary>A lost consent needs no word: <see cref="Destination"/> is none until the browser is heard of again.</summary>
    private void Drain(BrowserConnection connection, MediaEffects effects)
    {
        while (connection.Ice.TryTake(out var effect))
        {
            switch (effect.Kind)
            {
                case IceEffectKind.Selected:
                    effects.Add(new MediaEffect
                    {
                        Kind = MediaEffectKind.FlowSelected, Leg = leg, Connection = connection.Number, Destination = effect.Flow.Remote, Stream = effect.Flow.Connection,
                    });
                    break;
                case IceEffectKind.UfragRetired:
                    effects.Add(new MediaEffect { Kind = MediaEffectKind.UfragRetired, Leg = leg, Connection = connection.Number, Ufrag = effect.Ufrag });
                    break;
            }
        }
    }

    private BrowserConnection? Find(int connection) => _current?.Number == connection ? _current : _next?.Number == connection ? _next : null;
}
