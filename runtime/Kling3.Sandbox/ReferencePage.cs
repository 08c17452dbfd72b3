using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace Kling3.Sandbox;

/// <summary>The API's description as a page to read and to try out, at <c>/scalar</c>.</summary>
internal sealed class ReferencePage : ISandboxPages
{
    /// <summary>
    /// False where the page was switched off. The page is 4 MB, and a natively compiled program that references this one for
    /// <see cref="SandboxServer"/> keeps them, with this program's entry point, unless its project says
    /// <c>&lt;RuntimeHostConfigurationOption Include="Kling3.Sandbox.ReferencePage" Value="false" Trim="true" /&gt;</c>.
    /// </summary>
    [FeatureSwitchDefinition("Kling3.Sandbox.ReferencePage")]
    public static bool IsSupported => !AppContext.TryGetSwitch("Kling3.Sandbox.ReferencePage", out bool isEnabled) || isEnabled;

    public void AddServices(IServiceCollection services) => services.AddRouting();

    public void AddTo(IApplicationBuilder app)
    {
        app.UseRouting();
        app.UseEndpoints(endpoints => endpoints.MapScalarApiReference(page => page
            .WithTitle("Kling 3 video API, on this machine")
            .WithOpenApiRoutePattern(SandboxPaths.Spec)
            .DisableDefaultFonts()));
    }
}
