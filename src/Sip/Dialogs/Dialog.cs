using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Dialogs;

/// <summary>The state that two user agents share: tags, sequence numbers, route set and remote target. RFC 3261 §12.</summary>
internal sealed class Dialog
{
    private Dialog(string callId, string localTag, string localParty, string token)
    {
        CallId = callId;
        LocalTag = localTag;
        LocalParty = localParty;
        Token = token;
    }

    public string CallId { get; }

    public string LocalTag { get; }

    public string RemoteTag { get; private set; } = "";

    /// <summary>Our From or To value, tag included.</summary>
    public string LocalParty { get; }

    /// <summary>The peer's From or To value, tag included when it gave one.</summary>
    public string RemoteParty { get; private set; } = "";

    /// <summary>User part of our Contact.</summary>
    public string Token { get; }

    public string RemoteTarget { get; private set; } = "";

    /// <summary>Next hop first.</summary>
    public IReadOnlyList<string> Routes { get; private set; } = [];

    public uint LocalCSeq { get; set; }

    /// <summary>The peer's highest number; null when it sent no request yet.</summary>
    public uint? RemoteCSeq { get; private set; }

    public OfferAnswer Offers { get; private set; } = new();

    /// <summary>The flow of the peer's last message.</summary>
    public SipFlow? Flow { get; set; }

    /// <summary>Whether we sent the INVITE: the owner of the Call-ID waits longer after glare. RFC 3261 §14.1.</summary>
    public bool OwnsCallId { get; private init; }

    /// <summary>Whether the peer's Allow names UPDATE.</summary>
    public bool AllowsUpdate { get; private set; }

    /// <summary>Whether the peer's Supported names timer.</summary>
    public bool SupportsTimer { get; private set; }

    /// <summary>The last body that we sent as offer or answer, for a session refresh by re-INVITE.</summary>
    public ReadOnlyMemory<byte> LocalBody { get; set; }

    /// <summary>How the dialog is found when one of its requests comes.</summary>
    public string Key => KeyOf(CallId, LocalTag);

    public static string KeyOf(string callId, string localTag) => $"{callId}|{localTag}";

    /// <summary>As UAS: from the INVITE. RFC 3261 §12.1.1.</summary>
    public static Dialog FromInvite(SipMessage invite, in SipFlow flow, string localTag, string token)
    {
        var dialog = new Dialog(SipText.Of(invite.CallId), localTag, $"{SipText.First(invite, SipHeader.To)};tag={localTag}", token)
        {
            RemoteTag = SipText.Of(invite.FromTag),
            RemoteParty = SipText.First(invite, SipHeader.From),
            Routes = SipText.All(invite, SipHeader.RecordRoute),
            RemoteCSeq = invite.CSeqNumber,
            Flow = flow,
        };
        dialog.Learn(invite);
        return dialog;
    }

    /// <summary>As UAC: before any response. <paramref name="request"/> carries our tag.</summary>
    public static Dialog FromRequest(OutgoingRequest request, string localTag, string token) => new(request.CallId, localTag, request.From, token)
    {
        RemoteParty = request.To,
        RemoteTarget = request.Uri,
        LocalCSeq = request.CSeq,
        OwnsCallId = true,
    };

    /// <summary>As UAC: a branch of this dialog that a response with a To tag makes. RFC 3261 §12.1.2.</summary>
    public Dialog Fork(SipMessage response, SipFlow? flow)
    {
        var dialog = new Dialog(CallId, LocalTag, LocalParty, Token)
        {
            LocalCSeq = LocalCSeq,
            OwnsCallId = true,
            RemoteTarget = RemoteTarget,
            LocalBody = LocalBody,
            Flow = flow,
            RemoteTag = SipText.Of(response.ToTag),
            RemoteParty = SipText.First(response, SipHeader.To),
        };
        dialog.LearnRoutes(response);
        dialog.Learn(response);
        return dialog;
    }

    /// <summary>From a snapshot of another edge.</summary>
    public static Dialog FromSnapshot(DialogSnapshot snapshot) => new(snapshot.CallId, snapshot.LocalTag, snapshot.LocalParty, snapshot.Token)
    {
        RemoteTag = snapshot.RemoteTag,
        RemoteParty = snapshot.RemoteParty,
        RemoteTarget = snapshot.RemoteTarget,
        Routes = snapshot.Routes,
        LocalCSeq = snapshot.LocalCSeq,
        RemoteCSeq = snapshot.RemoteCSeq,
        OwnsCallId = snapshot.OwnsCallId,
        AllowsUpdate = snapshot.AllowsUpdate,
        SupportsTimer = snapshot.SupportsTimer,
        LocalBody = snapshot.LocalBody,
        Offers = new OfferAnswer(agreed: true),
    };

    /// <summary>What another edge needs to carry on.</summary>
    public DialogSnapshot Snapshot(SessionTerms session) => new()
    {
        CallId = CallId,
        LocalTag = LocalTag,
        RemoteTag = RemoteTag,
        LocalParty = LocalParty,
        RemoteParty = RemoteParty,
        Token = Token,
        RemoteTarget = RemoteTarget,
        Routes = Routes,
        LocalCSeq = LocalCSeq,
        RemoteCSeq = RemoteCSeq,
        OwnsCallId = OwnsCallId,
        AllowsUpdate = AllowsUpdate,
        SupportsTimer = SupportsTimer,
        LocalBody = LocalBody,
        Session = session,
        Remote = Flow?.Remote.ToString() ?? "",
        Transport = Flow?.Transport ?? SipTransport.Udp,
    };

    /// <summary>The 2xx fixes the route set, whatever an earlier provisional response said. RFC 3261 §13.2.2.4.</summary>
    public void Confirm(SipMessage response, SipFlow? flow)
    {
        LearnRoutes(response);
        Learn(response);
        Flow = flow ?? Flow;
    }

    /// <summary>Takes Contact (target refresh, RFC 3261 §12.2), Allow and Supported from a message of the peer.</summary>
    public void Learn(SipMessage message)
    {
        if (message.TryGet(SipHeader.Contact, out var value) && Contact.TryParse(value, out var contact) && !contact.IsWildcard)
        {
            RemoteTarget = SipText.Of(contact.Address.UriText);
        }

        if (message.Has(SipHeader.Allow))
        {
            AllowsUpdate = message.Values(SipHeader.Allow).Contains("UPDATE"u8);
        }

        if (message.Has(SipHeader.Supported))
        {
            SupportsTimer = message.Values(SipHeader.Supported).Contains("timer"u8);
        }
    }

    /// <summary>Takes the number of a request of the peer; false when it is not above the last one. RFC 3261 §12.2.2.</summary>
    public bool TryAdvance(uint number)
    {
        if (RemoteCSeq is { } last && number <= last)
        {
            return false;
        }

        RemoteCSeq = number;
        return true;
    }

    /// <summary>A new request in the dialog. ACK takes the number of its INVITE, all others the next one. RFC 3261 §12.2.1.1.</summary>
    public OutgoingRequest Request(SipMethod method, uint? number = null)
    {
        RouteSet.Apply(RemoteTarget, Routes, out var uri, out var routes);
        return new OutgoingRequest
        {
            Method = method,
            Uri = uri,
            From = LocalParty,
            To = RemoteParty,
            CallId = CallId,
            CSeq = number ?? ++LocalCSeq,
            Routes = routes,
            ContactUser = method is SipMethod.Invite or SipMethod.Update or SipMethod.Refer or SipMethod.Notify or SipMethod.Options ? Token : null,
        };
    }

    /// <summary>Where a request of the dialog goes.</summary>
    public Destination Destination(AgentContext context) => Routes.Count > 0
        ? NextHop.InDialog(context, Routes[0], isRoute: true, Flow)
        : NextHop.InDialog(context, RemoteTarget, isRoute: false, Flow);

    private void LearnRoutes(SipMessage response)
    {
        var routes = SipText.All(response, SipHeader.RecordRoute);
        routes.Reverse();
        Routes = routes;
    }
}
