using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>Writes commands and ledger events in short words, so that a test reads like the conversation that it checks.</summary>
internal static class Words
{
    public static string Of(CallCommand command) => command switch
    {
        OpenMedia open => $"open {open.Leg}{Text(open.RemoteOffer)}{(open.CodecsFrom is { } from ? $" like {from}" : "")}{(open.Recorded ? " rec" : "")}{(open.ReportSdp ? " report" : "")}{(open.WebRtc ? " webrtc" : "")}{(open.Room is { } room ? $" in {room.Name}" : "")}",
        InviteLeg invite => $"invite {invite.Leg} {Of(invite.Sdp)}",
        ProgressLeg progress => $"progress {progress.Leg} {progress.Code} {Of(progress.Sdp)}",
        AnswerLeg answer => $"answer {answer.Leg} {Of(answer.Sdp)}",
        RejectLeg reject => $"reject {reject.Leg} {reject.Failure.SipCode}",
        EndLeg end => $"end {end.Leg} {end.Cause.Kind}",
        AcceptMedia accept => $"accept {accept.Leg} {accept.RemoteAnswer}",
        ConnectMedia connect => $"connect {connect.Leg} {connect.Peer}",
        MixMedia mix => $"mix {mix.Leg} hears {string.Join(',', mix.Hears!.Value)}",
        JoinRoom join => $"join {join.Leg}{(join.Muted ? " muted" : "")}{(join.Announced ? " with a tone" : "")}",
        PlayMedia play => $"play {play.Leg} {play.Source}",
        PlayPrompt prompt => $"say {prompt.Leg} #{prompt.Number} {string.Join('+', prompt.Pieces.Select(Of))}{(prompt.Interruptible ? " until a digit" : "")}",
        CloseMedia close => $"close {close.Leg}",
        ParkLeg park => $"park {park.Leg} for {park.Into.Name}",
        TakeLeg take => $"take {take.Leg} from {take.From.Call.Name}/{take.From.Leg}",
        AdoptDialog adopt => $"dialog {adopt.Leg} by {adopt.Moves}{(adopt.Again ? " again" : "")}{(adopt.Way is { } way ? $" at {way.Address}" : "")}",
        HandOver handed => $"hand over {handed.Leg}",
        TakeBack back => $"take back {back.Leg} by {back.Moves}",
        LeaveCall leave => $"leave{string.Concat(leave.Staying.Select(leg => $" but {leg}"))}",
        AdoptLeg adopt => $"adopt {adopt.Leg} {adopt.Device}",
        ReofferLeg reoffer => $"offer {reoffer.Leg} {Of(reoffer.Sdp)}",
        ShowCall show => $"show {show.Leg} {show.Card.State} {show.Card.Peer.Number}",
        ReofferMedia reoffer => $"reoffer {reoffer.Leg}{Text(reoffer.RemoteOffer)}{(reoffer.ReportSdp ? " report" : "")}",
        AnswerReoffer answer => $"answerReoffer {answer.Leg} {Of(answer.Sdp)}",
        RejectReoffer reject => $"rejectReoffer {reject.Leg} {reject.Failure.SipCode}",
        AnswerRefer refer => $"answerRefer {refer.Leg} {refer.Code}",
        NotifyRefer notify => $"notify {notify.Leg} {notify.Code}{(notify.Final ? " final" : "")}",
        StartRecording start => $"record {start.Leg}+{start.Right}{(start.FirstChunk > 0 ? $" from {start.FirstChunk}" : "")}",
        SetRecordingRight right => $"right {right.Leg}+{right.Right}",
        SendFax fax => $"send fax {fax.Leg} {fax.BlobPrefix} as {fax.Station}",
        ReceiveFax fax => $"receive fax {fax.Leg} as {fax.Station}",
        StopRecording => "stop",
        SendDigits digits => $"digits {digits.Leg} {digits.Digits}",
        ForgetCall => "forget",
        _ => command.GetType().Name,
    };

    public static string Of(LedgerEvent happened) => happened switch
    {
        CallRouted routed => $"routed {routed.Line.Name} {routed.Decision}",
        LegWasInvited invited => $"invited {invited.Leg}",
        LegRang rang => $"rang {rang.Leg}",
        LegWasAnswered answered => $"answered {answered.Leg}",
        LegsConnected connected => $"connected {connected.First}+{connected.Second}",
        MessageBegun begun => $"message for {begun.Owner.Name}",
        MessageLeft left => $"messageLeft {left.DurationMilliseconds}",
        FaxBegun begun => $"fax for {begun.Owner.Name}",
        FaxEnded ended => $"faxEnded {ended.Pages} {(ended.Complete ? "whole" : "cut")} {ended.Result}",
        FlowEntered entered => $"flow {entered.Flow}",
        FlowLeft left => $"flowLeft {left.Steps} {left.To}",
        LegHeld held => $"held {held.By}",
        LegResumed resumed => $"resumed {resumed.By}",
        TransferStarted started => $"transfer {started.By} to {started.To}",
        TransferCompleted completed => $"transferred {completed.By} {completed.NewLeg}",
        TransferFailed failed => $"transferFailed {failed.By} {failed.Failure.SipCode}",
        CallParked parked => $"parked {parked.Leg} at {parked.Slot} by {parked.By}",
        ParkTimedOut late => $"parkTimedOut {late.Slot} to {late.To}",
        LegJoined joined => $"joined {joined.Leg} from {joined.From.Name}",
        CallMerged merged => $"merged {merged.Leg} into {merged.Into.Name}",
        SupervisionChanged changed => $"supervision {changed.Leg} of {changed.Agent} {changed.Mode}",
        RecordingNoticed noticed => $"noticed {noticed.Leg} {noticed.Result}",
        LegWasEnded ended => $"ended {ended.Leg} {ended.Cause.Kind}",
        CallEnded ended => $"over {ended.Result} {ended.Cause.Kind} by {ended.EndedBy?.ToString() ?? "nobody"}",
        _ => happened.GetType().Name,
    };

    public static string Of(PromptPiece piece) => piece switch
    {
        PromptSpeech speech => $"'{speech.Text}'",
        PromptAudio audio => $"[{audio.Blob}]",
        PromptTone tone => $"{tone.Hertz}Hz",
        PromptRecording recording => $"<{recording.BlobPrefix} {recording.Chunks}>",
        PromptMusic music => $"music [{music.Blob}]",
        PromptPause pause => $"{pause.Milliseconds}ms",
        _ => piece.GetType().Name,
    };

    private static string Of(SdpBody body) => body.Origin switch
    {
        SdpOrigin.None => "none",
        SdpOrigin.Local => "local",
        _ => body.Text!,
    };

    private static string Text(string? text) => text is null ? "" : " " + text;
}
