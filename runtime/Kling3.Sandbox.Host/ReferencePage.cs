using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace Kling3.Sandbox;

/// <summary>The API's description as a page to read and to try out, at <c>/scalar</c>.</summary>
internal sealed class ReferencePage : ISandboxPages
{
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
