namespace RtcCluster.Edge.Http.Issuers;

/// <summary>What signing in with an account elsewhere consists of.</summary>
internal static class IssuerHosting
{
    public static void AddIssuer(this IServiceCollection services)
    {
        services.AddSingleton<IssuerRules>();
        services.AddSingleton<IssuerClient>();
        services.AddSingleton<IssuerDocuments>();
        services.AddSingleton<IdTokens>();
        services.AddSingleton<SignInTickets>();
        services.AddSingleton<IssuerAnswers>();
        services.AddSingleton<IssuerDesk>();
    }
}
