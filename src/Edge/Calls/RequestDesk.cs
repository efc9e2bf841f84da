using System.Globalization;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Sip;
using RtcCluster.Edge.Subscriptions;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Registrar;
using RtcCluster.Storage.Directory;
using RegisterRequest = RtcCluster.Contracts.Users.RegisterRequest;
using Registration = RtcCluster.Sip.Registrar.RegisterRequest;

namespace RtcCluster.Edge.Calls;

/// <summary>Answers requests outside of calls: REGISTER, OPTIONS, and the methods that this edge does not serve. Lives in its SIP shard.</summary>
internal sealed class RequestDesk(SipShard shard, SipGate gate, EdgeParts parts)
{
    private const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY, REGISTER, SUBSCRIBE";

    private static readonly AddedHeader[] Abilities =
    [
        new("Allow", Allow),
        new("Accept", "application/sdp"),
        new("Supported", "100rel, timer, path, norefersub"),
        new("Allow-Events", SubscriptionDesk.Packages),
    ];

    /// <summary>A request came.</summary>
    public void Receive(IncomingRequest request)
    {
        switch (request.Message.Method)
        {
            case SipMethod.Options:
                // Tells nothing that the port itself does not tell; phones and trunks keep their NAT open by it.
                Respond(request.Request, parts.IsDraining() ? 503 : 200, Abilities);
                break;
            case SipMethod.Register:
                Register(request);
                break;
            default:
                Refuse(request);
                break;
        }
    }

    private void Register(IncomingRequest request)
    {
        if (parts.IsDraining() || !parts.Lease.IsHeld)
        {
            Respond(request.Request, gate.Unavailable());
            return;
        }

        var limits = new RegistrarLimits
        {
            MinExpires = parts.Sip.MinRegistrationSeconds,
            MaxExpires = parts.Sip.MaxRegistrationSeconds,
            DefaultExpires = parts.Sip.MaxRegistrationSeconds,
        };

        // What is wrong with it is told only to whoever has proven who they are.
        _ = RegisterReader.TryRead(request.Message, limits, out var reading, out var refusal);
        _ = RegisterAsync(request.Request, request.Flow, request.Message.Raw.ToArray(), reading, refusal);
    }

    private async Task RegisterAsync(RequestId request, SipFlow flow, byte[] raw, Registration? reading, RegisterRefusal? refusal)
    {
        var verdict = await gate.JudgeAsync(raw, flow.Remote, mayBeTrunk: false, proxy: false).ConfigureAwait(false);
        if (verdict.Account is { } account)
        {
            verdict = reading is null
                ? SipVerdict.Answer(refusal!.Code, refusal.Headers)
                : await BindAsync(account, flow, reading).ConfigureAwait(false);
        }

        shard.Post(() => Respond(request, verdict));
    }

    private async Task<SipVerdict> BindAsync(SipAccount account, SipFlow flow, Registration reading)
    {
        if (!reading.User.Equals(account.Username, StringComparison.Ordinal))
        {
            // RFC 3261 §10.3 step 4: a registration for somebody else.
            parts.Metrics.SipRefused("foreign_register");
            return SipVerdict.Answer(403);
        }

        var user = new UserId(new TenantId(account.TenantId), account.User.Name);
        var register = new RegisterRequest
        {
            SignallingId = reading.CallId,
            CSeq = reading.CSeq,
            Contacts = [.. reading.Contacts.Select(c => ContactRequests.Of(c, flow.Remote))],
            RemoveAll = reading.RemovesAll,
            Path = [.. reading.Path],
            Transport = DialTargets.NameOf(flow.Transport),
            Source = flow.Remote.ToString(),
            Flow = flow.Connection,
            Edge = parts.Identity.Edge,
            EdgeName = parts.Identity.Name,
            UserAgent = reading.UserAgent.Length > 0 ? reading.UserAgent : null,
            At = parts.Clock.Utc,
        };
        try
        {
            using (TenantScope.Enter(account.TenantId))
            {
                var receipt = await parts.Grains.GetGrain<IUserGrain>(user.Key).Register(register).ConfigureAwait(false);
                return Answer(receipt, flow, user, reading.Path);
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            parts.Metrics.GrainFailed("register");
            return gate.Unavailable();
        }
    }

    private SipVerdict Answer(RegisterReceipt receipt, SipFlow flow, UserId user, IReadOnlyList<string> path)
    {
        if (receipt.Refusal is { } refusal)
        {
            return SipVerdict.Answer(refusal.SipCode, LegEnds.HeadersOf(refusal));
        }

        parts.Flows.Add(flow.Connection, user);
        var headers = new List<AddedHeader>(ContactRequests.Lines(receipt.Contacts));
        headers.AddRange(path.Select(p => new AddedHeader("Path", p)));
        headers.Add(new AddedHeader("Date", parts.Clock.Utc.ToString("R", CultureInfo.InvariantCulture)));
        return SipVerdict.Answer(200, headers);
    }

    /// <summary>Who may not even ask is challenged first, so that a scan learns nothing of what is served.</summary>
    private void Refuse(IncomingRequest request)
    {
        var isEvent = request.Message.Method == SipMethod.Publish;
        _ = RefuseAsync(request.Request, request.Flow, request.Message.Raw.ToArray(), isEvent ? 489 : 405);
    }

    private async Task RefuseAsync(RequestId request, SipFlow flow, byte[] raw, int code)
    {
        var verdict = await gate.JudgeAsync(raw, flow.Remote, mayBeTrunk: !flow.IsWebSocket, proxy: false).ConfigureAwait(false);
        parts.Metrics.SipRefused(code == 489 ? "event" : "method");
        shard.Post(() => Respond(request, verdict.Code != 0 ? verdict : SipVerdict.Answer(code, Abilities)));
    }

    private void Respond(RequestId request, SipVerdict verdict) => Respond(request, verdict.Code, verdict.Headers);

    private void Respond(RequestId request, int code, IReadOnlyList<AddedHeader> headers) => shard.Agent.Respond(request, code, null, shard.Now, headers);
}
