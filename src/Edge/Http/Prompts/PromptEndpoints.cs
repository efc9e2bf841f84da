using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Prompts;

/// <summary>Prompts of the tenant: WAV files that menus and queues play by their names. Administrators alone.</summary>
internal static class PromptEndpoints
{
    private const string ContentType = "audio/wav";

    public static void Map(IEndpointRouteBuilder api)
    {
        var prompts = api.MapGroup("/prompts").WithTags("Prompts").RequireAuthorization(Policies.Administer);
        prompts.MapGet("/", ListAsync).WithName("ListPrompts").WithSummary("List prompts by name.");
        prompts.MapGet("/{name}", GetAsync).WithName("GetPrompt").WithSummary("One prompt.");
        prompts.MapPut("/{name}", PutAsync).WithName("PutPrompt")
            .WithSummary("Upload a prompt or its new sound: a WAV file of linear PCM, 16 bit, one channel, 8, 16, 22.05, 44.1 or 48 kHz, at most 2 MiB.")
            .TakesWav();
        prompts.MapGet("/{name}/audio", AudioAsync).WithName("GetPromptAudio").WithSummary("The file as it was uploaded. Range requests are honoured.")
            .Produces(200, contentType: ContentType).Produces(206, contentType: ContentType).ProducesProblem(404);
        prompts.MapDelete("/{name}", DeleteAsync).WithName("DeletePrompt").WithSummary("Erase a prompt that no menu and no queue plays.");
    }

    private static async Task<Ok<IReadOnlyList<PromptModel>>> ListAsync(Caller caller, IDirectory directory, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<PromptModel>>(
            [.. (await directory.ListDocumentsAsync(caller.Tenant.Value, PromptFile.Kind, ct)).Select(PromptModel.Of).OfType<PromptModel>()]);

    private static async Task<Results<Ok<PromptModel>, ProblemHttpResult>> GetAsync(Caller caller, IDirectory directory, string name, CancellationToken ct) =>
        await FindAsync(caller, directory, name, ct) is { } document && PromptModel.Of(document) is { } model ? TypedResults.Ok(model) : ApiProblem.NotFound("prompt");

    private static async Task<Results<Ok<PromptModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, IBlobStore blobs, AuditTrail audit, HttpRequest request, string name, CancellationToken ct)
    {
        if (!PromptId.IsName(name))
        {
            return ApiProblem.Invalid("A prompt's name is 1 to 64 of a-z, 0-9, dot, underscore and hyphen, a letter or digit first.");
        }

        if (await UploadedFile.ReadAsync(request, PromptUpload.MaxBytes, ct) is not { } body)
        {
            return ApiProblem.Make(StatusCodes.Status413PayloadTooLarge, "too-large", $"A prompt has at most {PromptUpload.MaxBytes} bytes.");
        }

        var prompt = new PromptId(caller.Tenant, name);
        if (PromptUpload.Check(prompt, body, out var file) is { } wrong)
        {
            return ApiProblem.Invalid(wrong);
        }

        await audit.WriteAsync(caller, "prompt.save", name, $"{file!.Milliseconds} ms");
        await blobs.WriteAsync(file.Blob, body, ct);
        var receipt = await grains.GetGrain<IPromptGrain>(prompt.Key).Keep(file, caller.User.Name);
        return ApiProblem.Of(receipt, "prompt") is { } problem ? problem : await GetAsync(caller, directory, name, ct);
    }

    /// <summary>A prompt's sound, for whoever may hear it.</summary>
    public static async Task<IResult> AudioAsync(Caller caller, IDirectory directory, IBlobStore blobs, string name, CancellationToken ct)
    {
        if (await FindAsync(caller, directory, name, ct) is not { } document || PromptModel.FileOf(document) is not { } file
            || await blobs.OpenReadAsync(file.Blob, 0, PromptUpload.MaxBytes, ct) is not { } stream)
        {
            return ApiProblem.NotFound("prompt");
        }

        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, ct);
            return TypedResults.Bytes(bytes.ToArray(), ContentType, $"{name}.wav", enableRangeProcessing: true, document.ChangedAt);
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name)
    {
        if (!PromptId.IsName(name))
        {
            return ApiProblem.NotFound("prompt");
        }

        await audit.WriteAsync(caller, "prompt.delete", name);
        var receipt = await grains.GetGrain<IPromptGrain>(new PromptId(caller.Tenant, name).Key).Remove();
        return ApiProblem.Of(receipt, "prompt") is { } problem ? problem : TypedResults.NoContent();
    }

    private static async Task<Document?> FindAsync(Caller caller, IDirectory directory, string name, CancellationToken ct) =>
        PromptId.IsName(name) ? await directory.FindDocumentAsync(caller.Tenant.Value, PromptFile.Kind, name, ct) : null;
}
