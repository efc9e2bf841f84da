using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>Session-Expires and Min-SE, read and written. RFC 4028 §4 and §5.</summary>
internal static class SessionHeaders
{
    /// <summary>What a request asks for, decided. False: answer 422.</summary>
    public static bool TryAccept(SessionTimer timer, SipMessage request, out SessionTerms terms)
    {
        Read(request, out var asked, out var refresher);
        var supported = request.Values(SipHeader.Supported).Contains("timer"u8) || request.Values(SipHeader.Require).Contains("timer"u8);
        return timer.TryAccept(supported, asked, refresher, SipText.Seconds(request, SipHeader.MinSE), out terms);
    }

    /// <summary>What a 2xx agreed to.</summary>
    public static SessionTerms Agreed(SipMessage response)
    {
        Read(response, out var given, out var refresher);
        return SessionTimer.Agree(given, refresher);
    }

    /// <summary>The lines of a request of ours.</summary>
    public static void AddToRequest(Leg leg, List<AddedHeader> headers)
    {
        if (leg.Session.Wanted <= TimeSpan.Zero)
        {
            return;
        }

        // In a refresh the roles stay as they are, named from this request's point of view. RFC 4028 §7.4.
        var refresher = leg.Session.Terms.Refresher switch { Refresher.Local => ";refresher=uac", Refresher.Remote => ";refresher=uas", _ => "" };
        var interval = leg.Session.Terms.Interval > leg.Session.Wanted ? leg.Session.Terms.Interval : leg.Session.Wanted;
        headers.Add(new AddedHeader("Session-Expires", SipText.Seconds(interval) + refresher));
        var minimum = leg.Session.MinSeSeen > leg.Context.Options.MinSessionInterval ? leg.Session.MinSeSeen : leg.Context.Options.MinSessionInterval;
        headers.Add(new AddedHeader("Min-SE", SipText.Seconds(minimum)));
    }

    /// <summary>The lines of a 2xx of ours.</summary>
    public static void AddToResponse(SessionTerms terms, SipMessage request, List<AddedHeader> headers)
    {
        if (terms.Refresher == Refresher.None)
        {
            return;
        }

        headers.Add(new AddedHeader("Session-Expires", SipText.Seconds(terms.Interval) + (terms.Refresher == Refresher.Local ? ";refresher=uas" : ";refresher=uac")));
        if (terms.Refresher == Refresher.Remote && request.Values(SipHeader.Supported).Contains("timer"u8))
        {
            // RFC 4028 §9: the UAC must refresh, so it must understand.
            headers.Add(new AddedHeader("Require", "timer"));
        }
    }

    private static void Read(SipMessage message, out TimeSpan? interval, out string? refresher)
    {
        interval = null;
        refresher = null;
        if (!message.TryGet(SipHeader.SessionExpires, out var value))
        {
            return;
        }

        if (SessionExpires.TryParse(value, out var expires))
        {
            interval = TimeSpan.FromSeconds(Math.Min(expires.Seconds, int.MaxValue));
            refresher = expires.Refresher switch { SessionRefresher.Uac => "uac", SessionRefresher.Uas => "uas", _ => null };
        }
    }
}
