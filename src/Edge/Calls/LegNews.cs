using System.Globalization;
using System.Text;
using RtcCluster.Contracts.Calls;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Calls;

/// <summary>What the SIP agent says of a leg, in the words of the call.</summary>
internal static class LegNews
{
    /// <summary>Tells the call what happened to one of its legs.</summary>
    public static void Tell(EdgeCall call, SignalledLeg leg, SipEffect effect, DateTimeOffset at, SipShard shard)
    {
        switch (effect)
        {
            case Progressed { Body.IsEmpty: true } progressed:
                call.Report(new LegRinging(leg.Leg, at, progressed.Code));
                break;
            case Progressed progressed:
                call.Report(new LegEarlyMedia(leg.Leg, at, progressed.Code, Text(progressed.Body)!));
                break;
            case Answered answered:
                leg.IsEstablished = true;
                call.Report(new LegAnswered(leg.Leg, at, Text(answered.Body), shard.Agent.Snapshot(leg.Agent)));
                break;
            case Confirmed { Body.IsEmpty: false } confirmed:
                call.Report(new LegAnswered(leg.Leg, at, Text(confirmed.Body), shard.Agent.Snapshot(leg.Agent)));
                break;
            case Confirmed when shard.Agent.Snapshot(leg.Agent) is { } snapshot:
                call.Report(new LegSnapshotTaken(leg.Leg, at, snapshot));
                break;
            case Failed failed:
                End(call, leg, new LegFailed(leg.Leg, at, LegEnds.FailureOf(failed.End)));
                break;
            case Cancelled cancelled:
                End(call, leg, new LegClosed(leg.Leg, at, new EndCause(EndKind.Cancelled, 487, Positive(cancelled.End.Q850Cause), "The caller gave up")));
                break;
            case Ended ended:
                End(call, leg, new LegClosed(leg.Leg, at, LegEnds.CauseOf(ended.End)));
                break;
            case Offered offered:
                call.Report(new LegReoffered(leg.Leg, at, Text(offered.Body)));
                break;
            case OfferAnswered answered:
                call.Report(new LegReofferAnswered(leg.Leg, at, Text(answered.Body), shard.Agent.Snapshot(leg.Agent)));
                break;
            case OfferRefused refused:
                call.Media.Do(media => media.Abandon(leg.Leg));
                call.Report(new LegReofferFailed(leg.Leg, at, refused.Code));
                break;
            case ReferRequested refer:
                Refer(call, leg, refer, at, shard);
                break;
            case InfoReceived info when DigitOf(info) is { } digit:
                call.Report(new LegDigit(leg.Leg, at, digit.Digit, digit.Milliseconds));
                break;
            case PingAnswered ping:
                call.Signalling.Answered(leg, ping.Code);
                break;
            default:
                // FlowLost, Refreshed, OfferWithdrawn and an ACK that changes nothing: the leg goes on as it is.
                break;
        }
    }

    private static void End(EdgeCall call, SignalledLeg leg, LegEvent news)
    {
        call.Signalling.Over(leg);
        if (!leg.EndedByCommand)
        {
            call.Report(news);
        }
    }

    private static void Refer(EdgeCall call, SignalledLeg leg, ReferRequested refer, DateTimeOffset at, SipShard shard)
    {
        if (!SipUri.TryParse(Encoding.UTF8.GetBytes(refer.Target), out var uri) || Numbers.Dialled(uri) is not { Length: > 0 } number)
        {
            shard.Agent.AnswerRefer(leg.Agent, 400, shard.Now);
            return;
        }

        string? replaces = null;
        if (uri.Headers.TryGet("Replaces"u8, out var dialog))
        {
            replaces = Encoding.UTF8.GetString(dialog);
        }

        call.Report(new LegReferred(leg.Leg, at, ++leg.LastRefer, number, replaces));
    }

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
