namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>A person without a mouse: Tab, Enter, letters.</summary>
internal sealed class Keyboard(IPage page)
{
    private const int MostSteps = 60;

    /// <summary>What has the focus, by its label or its text.</summary>
    private const string Focused = "() => { const at = document.activeElement; return (at?.labels?.[0]?.innerText ?? at?.ariaLabel ?? at?.innerText ?? '').trim(); }";

    /// <summary>Goes on with Tab until the element of that name has the focus.</summary>
    public async Task GoToAsync(string name)
    {
        var passed = new List<string>();
        while (passed.Count < MostSteps)
        {
            var at = await page.EvaluateAsync<string>(Focused);
            if (at == name)
            {
                return;
            }

            passed.Add(at);
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{MostSteps} times Tab do not lead to {name}: {string.Join(" | ", passed)}");
    }

    /// <summary>Goes to a field and writes.</summary>
    public async Task WriteAsync(string name, string text)
    {
        await GoToAsync(name);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Goes to a button and presses it.</summary>
    public async Task PressAsync(string name)
    {
        await GoToAsync(name);
        await page.Keyboard.PressAsync("Enter");
    }
}
