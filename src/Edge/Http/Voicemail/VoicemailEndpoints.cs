using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Prompts;
using RtcCluster.Edge.Http.Recordings;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Media;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Edge.Http.Voicemail;

/// <summary>The caller's own voicemail box; nobody else's is there.</summary>
internal static class VoicemailEndpoints
{
    private const string ContentType = "audio/wav";

    public static void Map(IEndpointRouteBuilder api)
    {
        var box = api.MapGroup("/me/voicemail").WithTags("Voicemail");
        box.MapGet("/", ListAsync).WithName("ListVoicemail").WithSummary("Messages of the own box, the latest first; heard or not heard ones alone when asked for.");
        box.MapGet("/settings", SettingsAsync).WithName("GetVoicemailSettings").WithSummary("What is set of the own box.");
        box.MapPut("/settings", PutSettingsAsync).WithName("PutVoicemailSettings").WithSummary("Set language, PIN for the telephone, longest message and e-mail; what is left out stays.");
        box.MapPut("/greeting", PutGreetingAsync).WithName("PutVoicemailGreeting")
            .WithSummary("Upload a greeting: a WAV file of linear PCM, 16 bit, one channel, 8, 16, 22.05, 44.1 or 48 kHz, at most 2 MiB.")
            .TakesWav();
        box.MapDelete("/greeting", DeleteGreetingAsync).WithName("DeleteVoicemailGreeting").WithSummary("Back to the spoken greeting.");
        box.MapPut("/{message}", MarkAsync).WithName("MarkVoicemail").WithSummary("Say whether a message was heard.");
        box.MapDelete("/{message}", DeleteAsync).WithName("DeleteVoicemail").WithSummary("Delete a message and its sound.");
        box.MapGet("/{message}/audio", AudioAsync).WithName("GetVoicemailAudio").WithSummary("The sound. WAV, or Ogg/Opus as a browser said it. Range requests are honoured.")
            .Produces(200, contentType: ContentType, additionalContentTypes: "audio/ogg").Produces(206, contentType: ContentType, additionalContentTypes: "audio/ogg").ProducesProblem(404);
    }

    private static async Task<Results<Ok<PageModel<VoicemailModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IVoicemailStore store, VisibilityDesk visibility, bool? heard, string? cursor, int? limit, CancellationToken ct)
    {
        var page = await store.ListAsync(caller.User.Key, heard, cursor, PageModel.Limit(limit), ct);
        var hidden = await visibility.HiddenAsync(caller, page.Items.Select(static message => message.FromNumber), ct);
        return PageModel.Of(page, message => VoicemailModel.Of(message, hidden));
    }

    private static async Task<Ok<VoicemailSettingsModel>> SettingsAsync(Caller caller, IGrainFactory grains, IDirectory directory, IOptions<SmtpOptions> smtp, CancellationToken ct) =>
        TypedResults.Ok(VoicemailSettingsModel.Of(
            await Box(grains, caller).Settings(),
            smtp.Value.IsSet ? (await directory.FindUserAsync(caller.Tenant.Value, caller.User.Name, ct))?.Email : null));

    private static async Task<Results<Ok<VoicemailSettingsModel>, ProblemHttpResult>> PutSettingsAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, IOptions<SmtpOptions> smtp, VoicemailSettingsChange change, CancellationToken ct)
    {
        if (change.Email is true && !smtp.Value.IsSet)
        {
            return ApiProblem.Conflict("No mail server is configured: an operator sets Smtp:Host.");
        }

        var receipt = await Box(grains, caller).Configure(new MailboxChange(change.Language, change.Pin, change.MaxSeconds, null, change.Email, change.AttachAudio));
        return ApiProblem.Of(receipt, "voicemail box") is { } problem ? problem : await SettingsAsync(caller, grains, directory, smtp, ct);
    }

    private static async Task<Results<Ok<VoicemailSettingsModel>, ProblemHttpResult>> PutGreetingAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, IOptions<SmtpOptions> smtp, IBlobStore blobs, HttpRequest request, CancellationToken ct)
    {
        if (await UploadedFile.ReadAsync(request, PromptUpload.MaxBytes, ct) is not { } body)
        {
            return ApiProblem.Make(StatusCodes.Status413PayloadTooLarge, "too-large", $"A greeting has at most {PromptUpload.MaxBytes} bytes.");
        }

        if (PromptUpload.Check(new PromptId(caller.Tenant, "greeting"), body, out _) is { } wrong)
        {
            return ApiProblem.Invalid(wrong);
        }

        // Under a name of its own: a caller who hears the old one hears it to its end.
        var blob = $"greetings/{caller.Tenant.Value}/{caller.User.Name}/{Guid.CreateVersion7():n}.wav";
        await blobs.WriteAsync(blob, body, ct);
        var receipt = await Box(grains, caller).Configure(new MailboxChange(Greeting: blob));
        return ApiProblem.Of(receipt, "voicemail box") is { } problem ? problem : await SettingsAsync(caller, grains, directory, smtp, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteGreetingAsync(Caller caller, IGrainFactory grains) =>
        ApiProblem.Of(await Box(grains, caller).Configure(new MailboxChange(Greeting: "")), "voicemail box") is { } problem ? problem : TypedResults.NoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> MarkAsync(Caller caller, IGrainFactory grains, string message, VoicemailChange change) =>
        Id(caller, message) is { } id && await Box(grains, caller).Mark(id, change.Heard) ? TypedResults.NoContent() : ApiProblem.NotFound("message");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, string message) =>
        Id(caller, message) is { } id && await Box(grains, caller).Delete(id) ? TypedResults.NoContent() : ApiProblem.NotFound("message");

    private static async Task<IResult> AudioAsync(Caller caller, IVoicemailStore store, RecordingVault vault, AuditTrail audit, HttpContext context, string message, CancellationToken ct)
    {
        if (Id(caller, message) is not { } id
            || await store.FindAsync(caller.User.Key, id, ct) is not { } found
            || await StoredRecording.OpenAsync(vault, found.BlobPrefix, ct) is not { } stored)
        {
            return ApiProblem.NotFound("message");
        }

        if (AuditTrail.IsBeginning(context.Request))
        {
            await audit.WriteAsync(caller, "voicemail.hear", message);
        }

        // One leg with one codec: a message is one segment.
        var audio = await stored.OpenAsync(stored.Segments[0], ct);
        context.Response.RegisterForDispose(audio);
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(audio, audio.File.ContentType, $"{message}.{audio.File.Extension}", found.At, enableRangeProcessing: true);
    }

    private static string? Id(Caller caller, string message) => ApiId.IsName(message) ? new RecordingId(caller.Tenant, message).Key : null;

    private static IMailboxGrain Box(IGrainFactory grains, Caller caller) => grains.GetGrain<IMailboxGrain>(caller.User.Key);
}
