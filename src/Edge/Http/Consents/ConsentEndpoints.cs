using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Google;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Documents;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Policies;

namespace RtcCluster.Edge.Http.Consents;

/// <summary>What the signed-in user allows, purpose by purpose, and what works only then. Refusing one purpose switches off that one alone.</summary>
internal static class ConsentEndpoints
{
    private const int MostSuggestions = 8;
    private const int CallsLookedAt = 500;
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(30);

    public static void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/me/consents").WithTags("Consents");
        own.MapGet("/", GetAsync).WithName("GetOwnConsents").WithSummary("What you allow, and every change of it.");
        own.MapPut("/{purpose}", PutAsync).WithName("PutOwnConsent")
            .WithSummary("Give or withdraw a consent: diagnostics, personalisation, location or thirdParties. With a withdrawal goes what was kept for it, and accounts of others are disconnected.");

        var location = api.MapGroup("/me/location").WithTags("Consents");
        location.MapGet("/", LocationAsync).WithName("GetOwnLocation").WithSummary("Where your device was last, if you allow that it is kept.");
        location.MapPut("/", PutLocationAsync).WithName("PutOwnLocation").WithSummary("Keep where your device is. Refused without the consent for location.").ProducesValidationProblem().ProducesProblem(403);
        location.MapDelete("/", DeleteLocationAsync).WithName("DeleteOwnLocation").WithSummary("Forget where your device was.");

        var diagnostics = api.MapGroup("/me/diagnostics").WithTags("Consents");
        diagnostics.MapGet("/", ReportsAsync).WithName("ListOwnDiagnostics").WithSummary("Reports of faults in your browser that are kept, the latest first.");
        diagnostics.MapPost("/", ReportAsync).WithName("ReportDiagnostic").WithSummary("Report a fault. Refused without the consent for diagnostics.").ProducesValidationProblem().ProducesProblem(403);

        api.MapGet("/me/suggestions", SuggestAsync).WithTags("Consents").WithName("ListSuggestions")
            .WithSummary("Numbers that you call often. Without the consent for personalisation: nothing, as for everybody.");
    }

    /// <summary>The answer to what needs a consent that was not given.</summary>
    public static ProblemHttpResult Needed(ConsentPurpose purpose) =>
        ApiProblem.Make(StatusCodes.Status403Forbidden, "consent-needed", $"You have not consented to {System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(purpose.ToString())} (PUT /api/v1/me/consents).");

    private static async Task<Ok<OwnConsentsModel>> GetAsync(Caller caller, IConsents consents, CancellationToken ct) =>
        TypedResults.Ok(OwnConsentsModel.Of(await consents.ListAsync(caller.Tenant.Value, caller.User.Name, ct)));

    private static async Task<Results<Ok<OwnConsentsModel>, ProblemHttpResult>> PutAsync(
        Caller caller, HttpContext context, IConsents consents, IPolicies policies, IGrainFactory grains, AuditTrail audit, EdgeClock clock, string purpose, ConsentRequest request, CancellationToken ct)
    {
        if (!QueryWord<ConsentPurpose>.TryParse(purpose, out var word))
        {
            return ApiProblem.NotFound("purpose");
        }

        var now = clock.Utc;
        var basis = ConsentBasis.Of(await policies.FindInForceAsync(caller.Tenant.Value, PolicyKind.Privacy, now, ct));
        await audit.WriteAsync(
            caller, request.Given ? "consent.give" : "consent.withdraw", word.Value.ToString(), FormattableString.Invariant($"privacy policy version {basis.Version}, sha256 {basis.Hash}"));
        var (device, address) = Device.Of(context);
        await consents.ChangeAsync(
            new ConsentChange
            {
                TenantId = caller.Tenant.Value,
                UserName = caller.User.Name,
                Purpose = word.Value,
                Given = request.Given,
                At = now,
                PolicyVersion = basis.Version,
                PolicyHash = basis.Hash,
                Device = device,
                Address = address,
            },
            ct);
        if (word.Value == ConsentPurpose.ThirdParties && !request.Given)
        {
            // Also when it was withdrawn before: whoever was told that it failed asks again.
            await grains.GetGrain<IGoogleGrain>(IGoogleGrain.KeyOf(caller.User)).Disconnect();
        }

        return await GetAsync(caller, consents, ct);
    }

    private static async Task<Results<Ok<LocationModel>, ProblemHttpResult>> LocationAsync(Caller caller, IConsents consents, CancellationToken ct) =>
        await consents.FindLocationAsync(caller.Tenant.Value, caller.User.Name, ct) is { } found
            ? TypedResults.Ok(new LocationModel(found.Latitude, found.Longitude, found.Accuracy, found.At))
            : ApiProblem.NotFound("location");

    private static async Task<Results<NoContent, ProblemHttpResult>> PutLocationAsync(Caller caller, IConsents consents, EdgeClock clock, LocationRequest request, CancellationToken ct)
    {
        var location = new DeviceLocation
        {
            TenantId = caller.Tenant.Value, UserName = caller.User.Name, Latitude = request.Latitude, Longitude = request.Longitude, Accuracy = request.Accuracy, At = clock.Utc,
        };
        return await consents.SaveLocationAsync(location, ct) ? TypedResults.NoContent() : Needed(ConsentPurpose.Location);
    }

    private static async Task<NoContent> DeleteLocationAsync(Caller caller, IConsents consents, CancellationToken ct)
    {
        await consents.DeleteLocationAsync(caller.Tenant.Value, caller.User.Name, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<IReadOnlyList<DiagnosticModel>>> ReportsAsync(Caller caller, IConsents consents, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<DiagnosticModel>>(
            [.. (await consents.ListReportsAsync(caller.Tenant.Value, caller.User.Name, ct)).Select(report => new DiagnosticModel(ApiId.Of(report.Id), report.At, report.Version, report.Text, report.Device))]);

    private static async Task<Results<NoContent, ProblemHttpResult>> ReportAsync(
        Caller caller, HttpContext context, IConsents consents, EdgeClock clock, DiagnosticRequest request, CancellationToken ct)
    {
        var report = new DiagnosticReport
        {
            Id = Guid.CreateVersion7(clock.Utc).ToString("n"),
            TenantId = caller.Tenant.Value,
            UserName = caller.User.Name,
            At = clock.Utc,
            Version = request.Version ?? "",
            Text = request.Text,
            Device = Device.Of(context).Name,
        };
        return await consents.AddReportAsync(report, ct) ? TypedResults.NoContent() : Needed(ConsentPurpose.Diagnostics);
    }

    private static async Task<Ok<SuggestionsModel>> SuggestAsync(Caller caller, IConsents consents, ICallLogQuery calls, EdgeClock clock, CancellationToken ct)
    {
        if (!await consents.HasAsync(caller.Tenant.Value, caller.User.Name, ConsentPurpose.Personalisation, ct))
        {
            return TypedResults.Ok(new SuggestionsModel(false, []));
        }

        var filter = new CallLogFilter { TenantId = caller.Tenant.Value, From = clock.Utc - LooksBack, UserId = caller.User.Key, VisibleTo = caller.User.Key };
        var own = (await calls.ListAsync(filter, limit: CallsLookedAt, ct: ct)).Items.Where(call => call.FromUserId == caller.User.Key && call.ToNumber.Length > 0);
        return TypedResults.Ok(new SuggestionsModel(
            true,
            [
                .. own.GroupBy(call => call.ToNumber).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostSuggestions)
                    .Select(group => new SuggestionModel(group.Key, group.First().ToName)),
            ]));
    }
}
