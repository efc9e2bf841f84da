using System.ComponentModel.DataAnnotations;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Rights;

namespace RtcCluster.Edge.Http.Rights;

/// <summary>A bundle, as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">How far it is.</param>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="AskedBy">By whom.</param>
/// <param name="Done">Things that are in it already.</param>
/// <param name="Total">Things that will be; 0 while they are being counted.</param>
/// <param name="ReadyAt">When it was ready.</param>
/// <param name="ExpiresAt">When it is erased.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash, in hexadecimal.</param>
/// <param name="Downloads">How often it was downloaded.</param>
/// <param name="Problem">Why there is none; empty unless it failed.</param>
internal sealed record ExportModel(
    string Id, DataExportState State, DateTimeOffset AskedAt, string AskedBy, int Done, int Total, DateTimeOffset? ReadyAt, DateTimeOffset? ExpiresAt, long Bytes, string Sha256, int Downloads, string Problem)
{
    public static ExportModel Of(DataExport export) => new(
        export.Id, export.State, export.AskedAt, ApiId.Of(export.AskedBy), export.Done, export.Total, export.ReadyAt, export.ExpiresAt, export.Bytes, export.Sha256, export.Downloads, export.Problem);
}

/// <summary>A request, as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number.</param>
/// <param name="User">Who asks.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="State">How far it is.</param>
/// <param name="Text">What the user says about it.</param>
/// <param name="Call">The call that it is about; null for none.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="DueAt">Until when it is to be answered.</param>
/// <param name="Overdue">Whether that has passed.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="Decision">Why so.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Waits">True for a granted one that waits until the company has another administrator than the one whom it is about.</param>
internal sealed record RightsRequestModel(
    string Id,
    int Number,
    string User,
    RightsKind Kind,
    RightsState State,
    string Text,
    string? Call,
    DateTimeOffset MadeAt,
    DateTimeOffset DueAt,
    bool Overdue,
    string? DecidedBy,
    string? Decision,
    DateTimeOffset? DecidedAt,
    bool Waits = false)
{
    public static RightsRequestModel Of(RightsRequest request, DateTimeOffset now) => new(
        request.Id,
        request.Number,
        request.UserName,
        request.Kind,
        request.State,
        request.Text,
        ApiId.OfOrNull(request.CallId),
        request.MadeAt,
        request.DueAt,
        request.IsOverdue(now),
        ApiId.OfOrNull(request.DecidedBy),
        request.Decision,
        request.DecidedAt);
}

/// <summary>What somebody asks for.</summary>
/// <param name="Kind">What.</param>
/// <param name="Text">More about it.</param>
/// <param name="Call">The id of the call that it is about.</param>
public sealed record RightsRequestProposal([property: EnumDataType(typeof(RightsKind))] RightsKind Kind, [StringLength(4000)] string? Text, [StringLength(128)] string? Call);

/// <summary>What was decided about a request.</summary>
/// <param name="Granted">Whether it is done.</param>
/// <param name="Reason">Why so; the user reads it.</param>
public sealed record RightsDecision(bool Granted, [Required, StringLength(4000, MinimumLength = 3)] string Reason);

/// <summary>What users change of their own profile.</summary>
/// <param name="DisplayName">Shown to others.</param>
public sealed record ProfileChange([Required, StringLength(100, MinimumLength = 1)] string DisplayName);
