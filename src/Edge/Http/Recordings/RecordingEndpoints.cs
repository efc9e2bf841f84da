using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>Recordings. Agents may hear those of their own calls, supervisors those of the tenant.</summary>
internal static class RecordingEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var recordings = api.MapGroup("/recordings").WithTags("Recordings");
        recordings.MapGet("/", ListAsync).WithName("ListRecordings").WithSummary("List recordings, the latest first.");
        recordings.MapGet("/{recording}", GetAsync).WithName("GetRecording").WithSummary("One recording, with its segments: a call whose codec changed has several.");
        recordings.MapGet("/{recording}/audio", AudioAsync).WithName("GetRecordingAudio")
            .WithSummary("The sound, two channels: left the caller, right the other party. WAV, or Ogg/Opus as browsers said it. Range requests are honoured; a recording of several segments is asked for by segment, from 0.")
            .Produces(200, contentType: "audio/wav", additionalContentTypes: "audio/ogg").Produces(206, contentType: "audio/wav", additionalContentTypes: "audio/ogg").ProducesProblem(404).ProducesProblem(409).ProducesProblem(410);
        recordings.MapGet("/{recording}/peaks", PeaksAsync).WithName("GetRecordingPeaks")
            .WithSummary("The waveform: 1,000 peaks of each channel, 0 to 255.")
            .Produces<RecordingPeaksModel>().ProducesProblem(404).ProducesProblem(501);
    }

    private static async Task<Results<Ok<PageModel<RecordingModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IRecordingQuery query, DateTimeOffset? from, DateTimeOffset? to, string? call, string? cursor, int? limit, CancellationToken ct)
    {
        var filter = new RecordingFilter
        {
            TenantId = caller.Tenant.Value,
            From = from,
            Until = to,
            CallId = call is { Length: > 0 } && ApiId.IsName(call) ? new CallId(caller.Tenant, call).Key : call,
            VisibleTo = caller.Supervises ? null : caller.User.Key,
        };
        return PageModel.Of(await query.ListAsync(filter, cursor, PageModel.Limit(limit), ct), RecordingModel.Of);
    }

    private static async Task<Results<Ok<RecordingModel>, ProblemHttpResult>> GetAsync(
        Caller caller, IRecordingQuery query, RecordingVault vault, string recording, CancellationToken ct)
    {
        if (await FindAsync(caller, query, recording, ct) is not { } entry)
        {
            return ApiProblem.NotFound("recording");
        }

        var model = RecordingModel.Of(entry);
        using var stored = await StoredRecording.OpenAsync(vault, entry.BlobPrefix, ct);
        return TypedResults.Ok(model with { Segments = stored is null ? [] : [.. stored.Segments.Select((segment, i) => RecordingSegmentModel.Of(stored, segment, i, model.Audio))] });
    }

    private static async Task<IResult> AudioAsync(
        Caller caller, IRecordingQuery query, RecordingVault vault, AuditTrail audit, HttpContext context, string recording, int? segment, CancellationToken ct)
    {
        if (await FindAsync(caller, query, recording, ct) is not { } entry)
        {
            return ApiProblem.NotFound("recording");
        }

        if (entry.ErasedAt is not null)
        {
            return Erased(entry);
        }

        if (await StoredRecording.OpenAsync(vault, entry.BlobPrefix, ct) is not { } stored)
        {
            return NoAudio();
        }

        context.Response.RegisterForDispose(stored);
        // The first of several alone would pass for the whole.
        if (segment is null && stored.Segments.Count > 1)
        {
            return ApiProblem.Make(StatusCodes.Status409Conflict, "segments", $"The codec changed in this call: ask for segment 0 to {stored.Segments.Count - 1}.");
        }

        var index = segment ?? 0;
        if (index < 0 || index >= stored.Segments.Count)
        {
            return ApiProblem.NotFound("segment");
        }

        if (AuditTrail.IsBeginning(context.Request))
        {
            await audit.WriteAsync(caller, "recording.hear", recording);
        }

        var audio = await stored.OpenAsync(stored.Segments[index], ct);
        context.Response.RegisterForDispose(audio);
        // A recording that still grows must not be kept by a cache as if it were whole.
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(audio, audio.File.ContentType, $"{recording}{(segment is null ? "" : $"-{index}")}.{audio.File.Extension}", entry.EndedAt, enableRangeProcessing: true);
    }

    private static async Task<IResult> PeaksAsync(Caller caller, IRecordingQuery query, RecordingVault vault, string recording, CancellationToken ct)
    {
        if (await FindAsync(caller, query, recording, ct) is not { } entry)
        {
            return ApiProblem.NotFound("recording");
        }

        if (entry.ErasedAt is not null)
        {
            return Erased(entry);
        }

        if (await StoredRecording.OpenAsync(vault, entry.BlobPrefix, ct) is not { } stored)
        {
            return NoAudio();
        }

        using var opened = stored;
        if (!OpusLibrary.IsAvailable && stored.Segments.Any(static s => s.IsOpus))
        {
            return ApiProblem.Make(StatusCodes.Status501NotImplemented, "no-opus", "This server has no libopus to look into the recording with.");
        }

        return TypedResults.Ok(RecordingPeaksModel.Of(stored, await stored.PeaksAsync(RecordingPeaksModel.Points, ct)));
    }

    public static ProblemHttpResult Erased(RecordingEntry entry) =>
        ApiProblem.Make(StatusCodes.Status410Gone, "erased", FormattableString.Invariant($"The recording was erased on {entry.ErasedAt:yyyy-MM-dd}: it had been kept long enough."));

    public static ProblemHttpResult NoAudio() => ApiProblem.Make(StatusCodes.Status404NotFound, "no-audio", "Nothing of this recording is stored yet.");

    /// <summary>A recording that somebody may hear; null for any other.</summary>
    public static async Task<RecordingEntry?> FindAsync(Caller caller, IRecordingQuery query, string recording, CancellationToken ct)
    {
        if (!ApiId.IsName(recording))
        {
            return null;
        }

        var id = new RecordingId(caller.Tenant, recording).Key;
        return caller.Supervises ? await query.FindAsync(caller.Tenant.Value, id, ct) : await query.FindOfAsync(caller.Tenant.Value, caller.User.Key, id, ct);
    }
}

/// <summary>A recording, as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Call">The call.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="DurationSeconds">Length in seconds.</param>
/// <param name="Channels">Two: caller left, other party right.</param>
/// <param name="State">Whether it is whole.</param>
/// <param name="RetainUntil">When it may be erased.</param>
/// <param name="Audio">Where its sound is.</param>
/// <param name="ErasedAt">When it was erased; null while it is there.</param>
/// <param name="Segments">What the sound consists of; only where one recording is asked for.</param>
internal sealed record RecordingModel(
    string Id,
    string Call,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    double DurationSeconds,
    int Channels,
    RecordingState State,
    DateTimeOffset RetainUntil,
    string Audio,
    DateTimeOffset? ErasedAt = null,
    IReadOnlyList<RecordingSegmentModel>? Segments = null)
{
    public static RecordingModel Of(RecordingEntry entry) => new(
        ApiId.Of(entry.Id),
        ApiId.Of(entry.CallId),
        entry.StartedAt,
        entry.EndedAt,
        entry.DurationMilliseconds / 1000.0,
        entry.Channels,
        entry.State,
        entry.RetainUntil,
        $"/api/v1/recordings/{ApiId.Of(entry.Id)}/audio",
        entry.ErasedAt);
}
