using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using RtcCluster.Edge.Agents;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Addon;
using RtcCluster.Edge.Http.Agents;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Backups;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.CallLog;
using RtcCluster.Edge.Http.Broadcasts;
using RtcCluster.Edge.Http.Calls;
using RtcCluster.Edge.Http.Cluster;
using RtcCluster.Edge.Http.Colleagues;
using RtcCluster.Edge.Http.Consents;
using RtcCluster.Edge.Http.Contacts;
using RtcCluster.Edge.Http.Conversations;
using RtcCluster.Edge.Http.Devices;
using RtcCluster.Edge.Http.Documents;
using RtcCluster.Edge.Http.Drains;
using RtcCluster.Edge.Http.Fax;
using RtcCluster.Edge.Http.Flows;
using RtcCluster.Edge.Http.Google;
using RtcCluster.Edge.Http.Idempotency;
using RtcCluster.Edge.Http.Incidents;
using RtcCluster.Edge.Http.Issuers;
using RtcCluster.Edge.Http.Legal;
using RtcCluster.Edge.Http.Lines;
using RtcCluster.Edge.Http.Nodes;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Prompts;
using RtcCluster.Edge.Http.Queues;
using RtcCluster.Edge.Http.Recordings;
using RtcCluster.Edge.Http.Reports;
using RtcCluster.Edge.Http.Retention;
using RtcCluster.Edge.Http.Rights;
using RtcCluster.Edge.Http.Rooms;
using RtcCluster.Edge.Http.Sessions;
using RtcCluster.Edge.Http.Sharing;
using RtcCluster.Edge.Http.StatusPage;
using RtcCluster.Edge.Http.Subscriptions;
using RtcCluster.Edge.Http.Teams;
using RtcCluster.Edge.Http.Trunks;
using RtcCluster.Edge.Http.Users;
using RtcCluster.Edge.Http.Voicemail;
using RtcCluster.Edge.Http.WebApp;
using RtcCluster.Storage;
using RtcCluster.Storage.Directory;
using Scalar.AspNetCore;

namespace RtcCluster.Edge.Http;

/// <summary>REST API, its description and explorer, the webphone and the status page.</summary>
public static class HttpArea
{
    /// <summary>Adds sign-in, the API's services and its OpenAPI description.</summary>
    public static IServiceCollection AddRtcHttp(this IServiceCollection services)
    {
        services.AddIdentityCore<AppUser>(ConfigureIdentity).AddEntityFrameworkStores<RtcDbContext>().AddSignInManager();
        services.AddAuthentication(IdentityConstants.BearerScheme)
            .AddBearerToken(IdentityConstants.BearerScheme, options => options.RefreshTokenExpiration = TimeSpan.FromDays(14));
        services.AddOptions<BearerTokenOptions>(IdentityConstants.BearerScheme)
            .Configure<IOptions<WebOptions>>((options, web) => options.BearerTokenExpiration = web.Value.AccessTokenLifetime);
        services.AddAuthorization(Policies.Add);
        services.AddSingleton<SignInGuard>();
        services.AddSingleton<SessionCheck>();
        services.AddIssuer();
        services.AddAddon();
        services.AddSingleton<CallOrigin>();
        services.AddHttpContextAccessor();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<PolicyCompany>();
        services.AddSingleton<PolicyDiffs>();
        services.AddSingleton<ShareGuard>();
        services.AddSingleton<Receipts>();
        services.AddSingleton<SharedRecordings>();
        services.AddSingleton<ShareLinkDesk>();
        services.AddSingleton<ContactDesk>();
        services.AddSingleton<SupervisionDesk>();
        services.AddSingleton<AgentDesk>();
        services.AddSingleton<Supervised>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ClusterAway>();
        services.AddValidation();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            // The kind of a flow's step may stand anywhere in it.
            options.SerializerOptions.AllowOutOfOrderMetadataProperties = true;
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        });
        services.AddOpenApi("v1", options => options.AddDocumentTransformer(Describe));
        return services;
    }

    /// <summary>Maps everything that is served over HTTP, but health and metrics.</summary>
    public static void MapRtcHttp(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseMiddleware<SessionGate>();
        app.UseAuthorization();
        app.UseMiddleware<IdempotencyMiddleware>();

        var api = app.MapGroup("/api/v1").RequireAuthorization();
        SignInEndpoints.Map(api);
        IssuerEndpoints.Map(api);
        LinkedLoginEndpoints.Map(api);
        GoogleEndpoints.Map(api);
        MeEndpoints.Map(api);
        RightsEndpoints.Map(api);
        ExportEndpoints.Map(api);
        CallWishEndpoints.Map(api);
        VisibilityEndpoints.Map(api);
        SessionEndpoints.Map(api);
        UserEndpoints.Map(api);
        ColleagueEndpoints.Map(api);
        ConversationEndpoints.Map(api);
        BroadcastListEndpoints.Map(api);
        BroadcastEndpoints.Map(api);
        ContactEndpoints.Map(api);
        ContactActEndpoints.Map(api);
        ContactFileEndpoints.Map(api);
        LineEndpoints.Map(api);
        TrunkEndpoints.Map(api);
        QueueEndpoints.Map(api);
        QueueActEndpoints.Map(api);
        AgentEndpoints.Map(api);
        AgentListEndpoints.Map(api);
        AuditEndpoints.Map(api);
        FlowEndpoints.Map(api);
        RoomEndpoints.Map(api);
        InvitationEndpoints.Map(api);
        PromptEndpoints.Map(api);
        TeamEndpoints.Map(api);
        DeviceEndpoints.Map(api);
        CallEndpoints.Map(api);
        CallLogEndpoints.Map(api);
        RecordingEndpoints.Map(api);
        ShareLinkEndpoints.Map(api);
        MessageLinkEndpoints.Map(api);
        RecordingNoticeEndpoints.Map(api);
        SubscriptionEndpoints.Map(api);
        ReceiptEndpoints.Map(api);
        SharedEndpoints.Map(api);
        VoicemailEndpoints.Map(api);
        FaxEndpoints.Map(api);
        ReportEndpoints.Map(api);
        RetentionEndpoints.Map(api);
        BackupEndpoints.Map(api);
        LegalEndpoints.Map(api);
        IncidentEndpoints.Map(api);
        PolicyEndpoints.Map(api);
        OwnPolicyEndpoints.Map(api);
        ConsentEndpoints.Map(api);
        NoticeEndpoints.Map(api);
        ClusterEndpoints.Map(api);
        DrainEndpoints.Map(api);
        NodeEndpoints.Map(api);
        api.MapFallback(() => ApiProblem.NotFound("resource")).AllowAnonymous().ExcludeFromDescription();

        AddonEndpoints.Map(app);
        app.MapOpenApi();
        app.MapScalarApiReference("/scalar", options => options.WithTitle("RtcCluster API").DisableDefaultFonts());
        app.MapStatusPage();
        app.MapPolicyPages();
        app.MapWebApp();
    }

    private static void ConfigureIdentity(IdentityOptions options)
    {
        options.Lockout.MaxFailedAccessAttempts = 20;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        options.User.RequireUniqueEmail = true;
        // Length is asked for where passwords are set; composition rules only make people reuse one.
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredLength = 4;
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo
        {
            Title = "RtcCluster",
            Version = "v1",
            Description = "Calls, call log, contacts, conversations, broadcasts, recordings, voicemail, faxes, devices, users, lines, trunks, queues, agents, flows, prompts and reports of one tenant: that of the signed-in user. Errors are Problem Details with a `code`.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The accessToken of POST /api/v1/login.",
        };
        var requirement = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] };
        foreach (var operation in document.Paths.Where(path => !path.Key.StartsWith("/api/v1/login", StringComparison.Ordinal)).SelectMany(path => path.Value.Operations?.Values.AsEnumerable() ?? []))
        {
            operation.Security = [requirement];
        }

        return Task.CompletedTask;
    }
}
