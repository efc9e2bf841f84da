namespace RtcCluster.Edge.Http.Addon;

/// <summary>What the add-on consists of.</summary>
internal static class AddonHosting
{
    public static void AddAddon(this IServiceCollection services)
    {
        services.AddSingleton<AddonKeys>();
        services.AddSingleton<AddonTokens>();
        services.AddSingleton<AddonLimits>();
        services.AddSingleton<AddonAddress>();
        services.AddSingleton<AddonGate>();
        services.AddSingleton<AddonPeople>();
        services.AddSingleton<AddonCalls>();
        services.AddSingleton<AddonPages>();
        services.AddSingleton<OpenMail>();
    }
}
