using System.Globalization;
using System.Text;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Calls;

/// <summary>Keeps trunks registered at their peers (RFC 3261 §10.2): refreshed before they expire, tried again with growing pauses. Lives in one SIP shard.</summary>
internal sealed class TrunkRegistrations(SipShard shard, CallBridge bridge, EdgeParts parts)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    private readonly Dictionary<TrunkId, Upkeep> _kept = [];

    /// <summary>Keeps a trunk registered as <paramref name="registration"/> says from now on, or no longer when it is null; any thread.</summary>
    public void Keep(TrunkId trunk, TrunkRegistration? registration) => shard.Post(() =>
    {
        if (_kept.TryGetValue(trunk, out var known))
        {
            if (known.Registration == registration)
            {
                return;
            }

            known.IsOver = true;
            _kept.Remove(trunk);
            Send(known, seconds: 0);
        }

        if (registration is not null)
        {
            var upkeep = new Upkeep(trunk, registration, Guid.NewGuid().ToString("N"));
            _kept.Add(trunk, upkeep);
            parts.Credentials.Load(trunk, () => shard.Post(() => Send(upkeep, registration.ExpiresSeconds)));
        }
    });

    private void Send(Upkeep upkeep, int seconds)
    {
        if (upkeep.IsOver && seconds > 0)
        {
            return;
        }

        var registration = upkeep.Registration;
        var address = $"<{TrunkUris.Of(registration.Peer, registration.Username)}>";

        // The agent adds one to CSeq when it answers a challenge: two per round keep the numbers of one Call-ID growing.
        upkeep.CSeq += 2;
        bridge.Ask(
            new OutboundRequest
            {
                Method = SipMethod.Register,
                Target = TrunkUris.Of(registration.Peer, user: null),
                From = address,
                To = address,
                CallId = upkeep.CallId,
                CSeq = upkeep.CSeq,
                ContactUser = registration.Username,
                ContactParameters = string.Create(CultureInfo.InvariantCulture, $";expires={seconds}"),
                Headers = [new AddedHeader("Expires", seconds.ToString(CultureInfo.InvariantCulture))],
            },
            (code, message) => Answered(upkeep, seconds, code, message));
    }

    private void Answered(Upkeep upkeep, int asked, int code, SipMessage? message)
    {
        if (upkeep.IsOver || asked == 0)
        {
            return;
        }

        if (code is >= 200 and < 300)
        {
            upkeep.BackOff.Reset();
            var granted = Granted(message, asked);
            Tell(upkeep, registered: true, problem: null);

            // Early enough for a few attempts before the registration ends.
            shard.After(TimeSpan.FromSeconds(Math.Max(granted * 0.8, 5)), () => Send(upkeep, asked));
            return;
        }

        if (code == 423 && message is not null && Number(message, SipHeader.MinExpires) is { } least && least > asked)
        {
            Send(upkeep, least);
            return;
        }

        Tell(upkeep, registered: false, string.Create(CultureInfo.InvariantCulture, $"The peer answered {code}."));
        shard.After(upkeep.BackOff.Next(), () => Send(upkeep, asked));
    }

    private void Tell(Upkeep upkeep, bool registered, string? problem)
    {
        if (upkeep.Told != (registered, problem))
        {
            upkeep.Told = (registered, problem);
            _ = TellAsync(upkeep.Trunk, registered, problem);
        }
    }

    private async Task TellAsync(TrunkId trunk, bool registered, string? problem)
    {
        try
        {
            using (TenantScope.Enter(trunk.Tenant.Value))
            {
                await parts.Grains.GetGrain<ITrunkGrain>(trunk.Key).RegistrationChanged(parts.Identity.Edge, registered, problem).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            // The state is only shown; the next change says it anew.
            parts.Metrics.GrainFailed("registration");
        }
    }

    // What the peer granted: the expires parameter of our Contact, else the Expires header, else what was asked.
    private static int Granted(SipMessage? message, int asked)
    {
        if (message is null)
        {
            return asked;
        }

        foreach (var value in message.Values(SipHeader.Contact))
        {
            if (Contact.TryParse(value, out var contact) && contact.Expires > 0)
            {
                return (int)Math.Min(contact.Expires, asked);
            }
        }

        return Math.Min(Number(message, SipHeader.Expires) ?? asked, asked);
    }

    private static int? Number(SipMessage message, SipHeader header) =>
        message.TryGet(header, out var value) && int.TryParse(Encoding.ASCII.GetString(value), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private sealed class Upkeep(TrunkId trunk, TrunkRegistration registration, string callId)
    {
        public TrunkId Trunk => trunk;

        public TrunkRegistration Registration => registration;

        public string CallId => callId;

        public BackOff BackOff { get; } = new(FirstPause, LongestPause);

        public uint CSeq { get; set; }

        public bool IsOver { get; set; }

        public (bool, string?)? Told { get; set; }
    }
}
