using Deque.AxeCore.Playwright;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>A page in one state, as a person sees it in one theme and one language.</summary>
internal static class Look
{
    /// <summary>Where screenshots go; none are made without it.</summary>
    public const string FolderVariable = "RTC_SCREENSHOTS";

    /// <summary>axe finds nothing, and a screenshot is kept when one is wanted: of the page, or of a part of it.</summary>
    public static async Task AssertCleanAsync(IPage page, string state, string theme, string language, ILocator? part = null)
    {
        await KeepAsync(page, state, theme, language, part);
        var found = (await page.RunAxe()).Violations;
        Assert.True(found.Length == 0, $"{state}, {theme}, {language}: {string.Join("; ", found.Select(one => $"{one.Id} ({one.Impact}): {string.Join(", ", one.Nodes.Select(node => node.Html))}"))}");
    }

    /// <summary>A screenshot is kept when one is wanted: of the page, or of a part of it.</summary>
    public static async Task KeepAsync(IPage page, string state, string theme, string language, ILocator? part = null)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } folder)
        {
            return;
        }

        var path = Path.Combine(Path.GetFullPath(folder, Repository.Root), $"{state}-{theme}-{language}.png");
        await (part is null ? page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true }) : part.ScreenshotAsync(new LocatorScreenshotOptions { Path = path }));
    }
}
