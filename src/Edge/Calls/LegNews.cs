using System.Globalization;
using System.Text;
using RtcCluster.Contracts.Calls;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Calls;

/// <summary>What the SIP agent says of a leg, in the words of the call.</summary>
internal static class LegNews
{
    // RFC 3261 §21.4.27: the party asks again in a moment, and has learnt by then where its call is.
    private const int RequestPending = 491;

    /// <summary>Another edge has the dialog from now on. What the party asked for last, and the call may not have heard of, is answered as what it asks for from now on is.</summary>
    public static void HandOver(SignalledLeg leg, SipAgent agent, long now)
    {
        leg.IsHandedOver = true;
        agent.RefuseOffer(leg.Agent, RequestPending, now);
        agent.AnswerRefer(leg.Agent, RequestPending, now);
    }

    /// <summary>The dialog is this edge's again, and goes on after what the other one has asked in it.</summary>
    public static void TakeBack(SignalledLeg leg, SipAgent agent, int moves, long now)
    {
        leg.IsHandedOver = false;
        agent.Skip(leg.Agent, moves, now);
    }

    /// <summary>Tells the call what happened to one of its legs. On the thread of the leg's dialog.</summary>
    public static void Tell(SignalledLeg leg, SipEffect effect)
    {
        var at = leg.Home.Utc;
        switch (effect)
        {
            case Progressed { Body.IsEmpty: true } progressed:
                Report(leg, new LegRinging(leg.Leg, at, progressed.Code));
                break;
            case Progressed progressed:
                Report(leg, new LegEarlyMedia(leg.Leg, at, progressed.Code, Text(progressed.Body)!));
                break;
            case Answered answered:
                leg.OnCall(_ => leg.IsEstablished = true);
                Report(leg, new LegAnswered(leg.Leg, at, Text(answered.Body), Snapshot(leg)));
                break;
            case Confirmed { Body.IsEmpty: false } confirmed:
                Report(leg, new LegAnswered(leg.Leg, at, Text(confirmed.Body), Snapshot(leg)));
                break;
            case Confirmed when Snapshot(leg) is { } snapshot:
                Report(leg, new LegSnapshotTaken(leg.Leg, at, snapshot));
                break;
            case Failed failed:
                End(leg, new LegFailed(leg.Leg, at, LegEnds.FailureOf(failed.End)));
                break;
            case Cancelled cancelled:
                End(leg, new LegClosed(leg.Leg, at, new EndCause(EndKind.Cancelled, 487, Positive(cancelled.End.Q850Cause), "The caller gave up")));
                break;
            case Ended ended:
                End(leg, new LegClosed(leg.Leg, at, LegEnds.CauseOf(ended.End)));
                break;
            case Offered when leg.IsHandedOver:
                leg.Home.Shard.Agent.RefuseOffer(leg.Agent, RequestPending, leg.Home.Shard.Now);
                break;
            case ReferRequested when leg.IsHandedOver:
                leg.Home.Shard.Agent.AnswerRefer(leg.Agent, RequestPending, leg.Home.Shard.Now);
                break;
            case Offered offered:
                Report(leg, new LegReoffered(leg.Leg, at, Text(offered.Body)));
                break;
            case OfferAnswered answered:
                Report(leg, new LegReofferAnswered(leg.Leg, at, Text(answered.Body), Snapshot(leg)));
                break;
            case OfferRefused refused:
                leg.OnCall(call => call.Abandon(leg.Leg));
                Report(leg, new LegReofferFailed(leg.Leg, at, refused.Code));
                break;
            case ReferRequested refer:
                Refer(leg, refer, at);
                break;
            case InfoReceived info when DigitOf(info) is { } digit:
                Report(leg, new LegDigit(leg.Leg, at, digit.Digit, digit.Milliseconds));
                break;
            case PingAnswered ping:
                leg.OnCall(call => call.Signalling.Answered(leg, ping.Code));
                break;
            default:
                // FlowLost, Refreshed, OfferWithdrawn and an ACK that changes nothing: the leg goes on as it is.
                break;
        }
    }

    private static void Report(SignalledLeg leg, LegEvent news) => leg.OnCall(call => call.Report(news));

    private static void End(SignalledLeg leg, LegEvent news) => leg.OnCall(call =>
    {
        call.LegIsOver(leg);
        if (!leg.EndedByCommand)
        {
            call.Report(news);
        }
    });

    private static void Refer(SignalledLeg leg, ReferRequested refer, DateTimeOffset at)
    {
        if (!SipUri.TryParse(Encoding.UTF8.GetBytes(refer.Target), out var uri) || Numbers.Dialled(uri) is not { Length: > 0 } number)
        {
            leg.Home.Shard.Agent.AnswerRefer(leg.Agent, 400, leg.Home.Shard.Now);
            return;
        }

        if (!uri.Headers.TryGet("Replaces"u8, out var escaped))
        {
            leg.OnCall(call => call.Report(new LegReferred(leg.Leg, at, ++leg.LastRefer, number)));
            return;
        }

        var text = SipEscape.Unescape(escaped);
        if (!Replaces.TryParse(Encoding.UTF8.GetBytes(text), out var dialog))
        {
            leg.Home.Shard.Agent.AnswerRefer(leg.Agent, 400, leg.Home.Shard.Now);
            return;
        }

        // The dialog as its far end names it: to-tag is the one that we gave (RFC 3891 §3).
        leg.Home.Finder.Find(
            Encoding.UTF8.GetString(dialog.CallId),
            Encoding.UTF8.GetString(dialog.LocalTag),
            Encoding.UTF8.GetString(dialog.RemoteTag),
            replaced => leg.Home.Shard.Post(() => leg.OnCall(call => call.Report(new LegReferred(leg.Leg, at, ++leg.LastRefer, number, text, replaced)))));
    }

    private static byte[]? Snapshot(SignalledLeg leg) => leg.Home.Shard.Agent.Snapshot(leg.Agent);

    private static string? Text(ReadOnlyMemory<byte> body) => body.IsEmpty ? null : Encoding.UTF8.GetString(body.Span);

    private static int? Positive(int cause) => cause > 0 ? cause : null;

    // application/dtmf-relay: "Signal=5" and "Duration=160" on lines of their own; application/dtmf: the digit alone.
    private static (char Digit, int Milliseconds)? DigitOf(InfoReceived info)
    {
        var body = Text(info.Body) ?? "";
        var signal = body.Trim();
        var duration = 160;
        foreach (var line in body.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : line[..equals].Trim();
            if (name.Equals("Signal", StringComparison.OrdinalIgnoreCase))
            {
                signal = line[(equals + 1)..].Trim();
            }
            else if (name.Equals("Duration", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(line[(equals + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            {
                duration = Math.Clamp(milliseconds, 40, 10_000);
            }
        }

        return signal.Length == 1 && "0123456789*#ABCD".Contains(char.ToUpperInvariant(signal[0]), StringComparison.Ordinal)
            ? (char.ToUpperInvariant(signal[0]), duration)
            : null;
    }
}
