using System.Collections.Immutable;
using RtcCluster.Contracts.Retention;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Retention;

namespace RtcCluster.Edge.Http.Retention;

/// <summary>How long the company keeps what.</summary>
/// <param name="Recordings">Recordings of calls.</param>
/// <param name="Voicemail">Messages in voicemail boxes.</param>
/// <param name="CallLog">The call log, with what reports are made of.</param>
/// <param name="Chat">Messages of conversations.</param>
/// <param name="Fax">Faxes, received and sent.</param>
/// <param name="Version">Version of the rules; 0 while there are none.</param>
internal sealed record RetentionModel(RetentionRule Recordings, RetentionRule Voicemail, RetentionRule CallLog, RetentionRule Chat, RetentionRule Fax, int Version);

/// <summary>Rules as they shall be; a kind that is left out has none.</summary>
/// <param name="Recordings">Recordings of calls.</param>
/// <param name="Voicemail">Messages in voicemail boxes.</param>
/// <param name="CallLog">The call log.</param>
/// <param name="Chat">Messages of conversations.</param>
/// <param name="Fax">Faxes, received and sent.</param>
internal sealed record RetentionChange(RetentionRule? Recordings, RetentionRule? Voicemail, RetentionRule? CallLog, RetentionRule? Chat = null, RetentionRule? Fax = null)
{
    public RetentionRules ToRules() => new() { Recordings = Recordings ?? new(), Voicemail = Voicemail ?? new(), CallLog = CallLog ?? new(), Chat = Chat ?? new(), Fax = Fax ?? new() };

    public RetentionSettings ToSettings() => new(DaysOf(Recordings), DaysOf(Voicemail), DaysOf(CallLog), DaysOf(Chat), DaysOf(Fax));

    private static RetentionDays DaysOf(RetentionRule? rule) =>
        new(rule?.Days, rule?.Users?.ToImmutableDictionary() ?? ImmutableDictionary<string, int>.Empty, rule?.Queues?.ToImmutableDictionary() ?? ImmutableDictionary<string, int>.Empty);
}

/// <summary>How long the caller keeps what is the caller's own.</summary>
/// <param name="VoicemailDays">Days that messages are kept; null: as the company says.</param>
/// <param name="CallLogDays">Days that calls stay in the log; null: as the company says.</param>
/// <param name="FaxDays">Days that faxes are kept; null: as the company says.</param>
internal sealed record OwnRetentionModel(int? VoicemailDays, int? CallLogDays, int? FaxDays = null);

/// <summary>A sweep.</summary>
/// <param name="Id">Its number.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it was over; null while it goes on.</param>
/// <param name="Examined">Things that were looked at.</param>
/// <param name="Erased">Of them erased.</param>
/// <param name="Held">Of them due, and held by a case.</param>
/// <param name="Failed">Of them due, and not to be erased then.</param>
internal sealed record SweepModel(long Id, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Examined, int Erased, int Held, int Failed)
{
    public static SweepModel Of(RetentionSweep sweep) => new(sweep.Id, sweep.StartedAt, sweep.EndedAt, sweep.Examined, sweep.Erased, sweep.Held, sweep.Failed);
}

/// <summary>That something was erased. It names nobody.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Object">Its id.</param>
/// <param name="Rule">By which rule.</param>
internal sealed record ReceiptModel(DateTimeOffset At, RetentionKind Kind, string Object, string Rule)
{
    public static ReceiptModel Of(RetentionReceipt receipt) => new(receipt.At, receipt.Kind, ApiId.Of(receipt.ObjectId), receipt.Rule);
}
