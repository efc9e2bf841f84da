using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Google;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Addon;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Conversations;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Sharing;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sharing;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Edge.Http.Google;

/// <summary>A link of a recording, or of a voicemail message, sent by the user's own Gmail.</summary>
internal static class LinkMailEndpoints
{
    // As the grain lets them pass in the long run.
    private const int SecondsBetween = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        Describe(api.MapPost("/recordings/{recording}/links/{link}/mail", MailRecordingAsync).WithTags("Recordings").WithName("MailRecordingLink"));
        Describe(api.MapPost("/me/voicemail/{message}/links/{link}/mail", MailMessageAsync).WithTags("Voicemail").WithName("MailVoicemailLink"));
    }

    private static void Describe(RouteHandlerBuilder route) => route
        .WithSummary("Send a link by your own Gmail. Nobody keeps what stands in the link: whoever sends it has to have it.")
        .WithDescription("503 google-away: nobody knows whether it was sent. 403 google-scope: you did not allow it; 409 google-unconnected, google-revoked, google-disabled, google-refused.")
        .Produces(204).ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429).ProducesProblem(503);

    private static async Task<IResult> MailRecordingAsync(
        Caller caller, HttpContext context, IRecordingQuery query, ShareLinkDesk links, IGrainFactory grains, IOptions<SmtpOptions> smtp, AddonAddress addon, AuditTrail audit, EdgeClock clock, string recording, string link, LinkMailRequest request, CancellationToken ct) =>
        await links.FindAsync(caller, await ShareLinkEndpoints.IdAsync(caller, query, recording, ct), link, ct) is { } found
            ? await SendAsync(caller, context, grains, smtp, addon, audit, clock, ShareKind.Recording, recording, found, request)
            : ApiProblem.NotFound("link");

    private static async Task<IResult> MailMessageAsync(
        Caller caller, HttpContext context, IVoicemailStore store, ShareLinkDesk links, IGrainFactory grains, IOptions<SmtpOptions> smtp, AddonAddress addon, AuditTrail audit, EdgeClock clock, string message, string link, LinkMailRequest request, CancellationToken ct) =>
        await links.FindAsync(caller, await MessageLinkEndpoints.IdAsync(caller, store, message, ct), link, ct) is { } found
            ? await SendAsync(caller, context, grains, smtp, addon, audit, clock, ShareKind.Message, message, found, request)
            : ApiProblem.NotFound("link");

    private static async Task<IResult> SendAsync(
        Caller caller, HttpContext context, IGrainFactory grains, IOptions<SmtpOptions> smtp, AddonAddress addon, AuditTrail audit, EdgeClock clock, ShareKind kind, string target, ShareLink found, LinkMailRequest request)
    {
        if (found.SecretHash != ShareLink.HashOf(request.Secret))
        {
            return ApiProblem.Invalid("secret: is not that of the link.");
        }

        if (!found.IsOpen(clock.Utc))
        {
            return ApiProblem.Conflict("The link has ended.");
        }

        if (GmailLetter.AddressOf(request.To) is not { } to)
        {
            return ApiProblem.Invalid("to: is not one e-mail address.");
        }

        if (!await grains.GetGrain<IInboxGrain>(caller.User.Key).MayMail())
        {
            return ConversationEndpoints.Limited(context, SecondsBetween, "Too many e-mails; wait a moment.");
        }

        var grain = grains.GetGrain<IGoogleGrain>(IGoogleGrain.KeyOf(caller.User));
        if ((await grain.State()).Email is not { } from)
        {
            return GoogleProblems.Of(context, new GoogleAnswer("unconnected"));
        }

        await audit.WriteAsync(caller, $"{kind.Name}.mail", target, $"link {found.Id} to {to}");
        var letter = GmailLetter.Write(new GmailLetter.Shared(from, to, new Uri(smtp.Value.WebUrl ?? new Uri(addon.Root), $"/#/shared/{request.Secret}"), found.ExpiresAt, found.PasswordHash.Length > 0, request.Note ?? "", request.Language, IsMessage: kind == ShareKind.Message));
        var answer = await GoogleProblems.AskAsync(grain.Mail(letter));
        try
        {
            await audit.WriteAsync(caller, $"{kind.Name}.mailed", target, $"link {found.Id} to {to}: {answer.Reason ?? "sent"}");
        }
        catch (Exception e) when (ClusterAway.Passes(e))
        {
            // That it was tried is written already; whoever was told that it failed would send it again.
        }

        return answer.Reason is null ? TypedResults.NoContent() : GoogleProblems.Of(context, answer);
    }
}

/// <summary>A link to be sent.</summary>
/// <param name="To">The address that it goes to.</param>
/// <param name="Secret">What stands in the link behind <c>/shared/</c>.</param>
/// <param name="Note">What the user writes above it.</param>
/// <param name="Language">The language of the rest: <c>en</c> or <c>es</c>.</param>
public sealed record LinkMailRequest(
    [Required, StringLength(254)] string To, [Required, StringLength(128)] string Secret, [StringLength(2_000)] string? Note = null, [RegularExpression("^(en|es)$")] string Language = "es")
{
    /// <summary>Leaves all of it out: with the secret somebody hears the recording.</summary>
    public override string ToString() => nameof(LinkMailRequest);
}
