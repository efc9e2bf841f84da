using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Directory;

/// <summary>What the edge does with the same users through ASP.NET Identity.</summary>
public abstract class IdentityContract(Engine engine) : EngineContract(engine)
{
    [Fact]
    public async Task IdentityKnowsTheUserThatTheDirectoryMade_AndCountsItsFailures()
    {
        using var host = Engine.NewHost(configure: services => services.AddIdentityCore<AppUser>().AddEntityFrameworkStores<RtcDbContext>());
        await host.StartAsync(Ct);
        var tenant = await Engine.NewTenantAsync();
        var address = $"ana@{tenant}.test";
        await Engine.Writer.SaveUserAsync(new DirectoryUser { TenantId = tenant, Name = "ana", DisplayName = "Ana", Email = address, Extension = "1001" }, "s3cret", Ct);
        using var scope = host.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();

        var user = (await users.FindByEmailAsync(address.ToUpperInvariant()))!;
        var right = await users.CheckPasswordAsync(user, "s3cret");
        var wrong = await users.CheckPasswordAsync(user, "guess");
        var failed = await users.AccessFailedAsync(user);
        var locked = await users.SetLockoutEndDateAsync(user, new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));

        Assert.Equal(($"{tenant}/ana", true, false, true, true), (user.Id, right, wrong, failed.Succeeded, locked.Succeeded));
        var stored = (await users.FindByIdAsync($"{tenant}/ana"))!;
        Assert.Equal((1, new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero)), (stored.AccessFailedCount, stored.LockoutEnd));
        Assert.Equal("1001", (await Engine.Directory.FindUserAsync(tenant, "ana", Ct))!.Extension);
    }
}
