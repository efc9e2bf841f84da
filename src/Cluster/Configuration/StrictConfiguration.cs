using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster.Configuration;

/// <summary>Options classes bound from one section each: unknown keys refused, bounds checked at start.</summary>
public static class StrictConfiguration
{
    /// <summary>Registers <typeparamref name="T"/>, bound strictly from <paramref name="section"/> and checked when the host starts.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section's key, <c>Sip</c> or <c>Web:Limits</c>.</param>
    /// <returns>The services.</returns>
    /// <remarks>
    /// Public settable properties are the known keys. Bounds are DataAnnotations attributes or <c>IValidatableObject</c>; a property with
    /// <see cref="SecretAttribute"/> is masked in messages. A start with a refused section ends with <see cref="ConfigurationRefusedException"/>.
    /// </remarks>
    public static IServiceCollection AddStrictOptions<T>(this IServiceCollection services, string section)
        where T : class, new()
    {
        services.TryAddSingleton<IOptionsFactory<T>>(provider =>
            new StrictOptionsFactory<T>(
                provider.GetRequiredService<IConfiguration>(), section, provider.GetServices<IConfigureOptions<T>>(), provider.GetServices<IPostConfigureOptions<T>>()));
        services.AddOptions<T>().ValidateOnStart();
        services.AddSingleton(new StrictSection(section));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<Microsoft.Extensions.Hosting.IHostedService, SectionNameCheck>());
        return services;
    }

    /// <summary>Reads a section now, for decisions that are made before services exist.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="section">The section's key.</param>
    /// <returns>The bound and checked options.</returns>
    /// <exception cref="ConfigurationRefusedException">An unknown key or a bad value.</exception>
    public static T GetStrict<T>(this IConfiguration configuration, string section)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new T();
        var binder = new StrictBinder();
        binder.Bind(configuration.GetSection(section), options);
        return binder.Errors.Count == 0 ? options : throw new ConfigurationRefusedException(binder.Errors);
    }
}
